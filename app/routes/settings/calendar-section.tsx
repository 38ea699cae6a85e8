import { Form } from "@remix-run/react";
import { Badge } from "../../ui/notice.tsx";
import { permissionTexts } from "./messages.ts";

export interface ConnectionView {
  account: string;
  status:
    | "active"
    | "needs_reconnect"
    | "missing_scope"
    | "blocked"
    | "disconnecting"
    | "disconnected";
  destination: string;
}

const troubles: Partial<Record<ConnectionView["status"], string>> = {
  needs_reconnect:
    "Google no longer accepts our access. Bookings go on; those that wait are added once you reconnect. Nothing is lost.",
  missing_scope:
    "A permission was taken back at Google. Bookings go on; those that wait are added once you reconnect and leave every box ticked.",
  blocked:
    "The administrator of this Google account has blocked Slotkeeper. Bookings go on and wait; nothing is lost.",
};

/** Settings → Google Calendar. */
export function CalendarSection({ connection }: { connection: ConnectionView | null }) {
  return (
    <section aria-labelledby="calendar" className="card">
      <h2 id="calendar">Google Calendar</h2>
      {connection === null || connection.status === "disconnected" ? (
        <NotConnected />
      ) : (
        <Connected connection={connection} />
      )}
    </section>
  );
}

function NotConnected() {
  return (
    <>
      <p className="mt-2">
        <Badge tone="plain">Not connected</Badge>
      </p>
      <p className="mt-3">
        Connect a calendar, and bookings appear in it while your busy times take slots off your
        page. Google will ask whether Slotkeeper may:
      </p>
      <ul className="mt-2 list-disc pl-6">
        {Object.values(permissionTexts).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-quiet">
        We keep when you are busy, never what your events are called.
      </p>
      <ConnectForm label="Connect Google Calendar" />
    </>
  );
}

function Connected({ connection }: { connection: ConnectionView }) {
  const trouble = troubles[connection.status];
  return (
    <>
      <p className="mt-2">
        {trouble ? <Badge tone="bad">Needs you</Badge> : <Badge tone="good">Connected</Badge>}
      </p>
      {trouble ? <p className="mt-3 text-bad">{trouble}</p> : null}
      <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        <dt className="text-quiet">Account</dt>
        <dd className="wrap-anywhere">{connection.account}</dd>
        <dt className="text-quiet">Bookings go to</dt>
        <dd className="wrap-anywhere">{connection.destination}</dd>
      </dl>
      {trouble ? <ConnectForm label="Reconnect Google Calendar" /> : null}
    </>
  );
}

function ConnectForm({ label }: { label: string }) {
  return (
    <Form method="post" action="/auth/calendar" reloadDocument className="mt-4">
      <button type="submit" className="button">
        {label}
      </button>
    </Form>
  );
}
