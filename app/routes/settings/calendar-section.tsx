import { Link } from "@remix-run/react";
import type { CalendarConnection } from "#db/calendar-connections.server.ts";
import { Badge, type Tone } from "../../ui/notice.tsx";

export interface ConnectionView {
  account: string;
  status: CalendarConnection["status"];
  destination: string;
  /** It was deleted at Google, or is no longer the host's to write to. */
  isDestinationLost: boolean;
}

const states: Record<ConnectionView["status"], { tone: Tone; text: string }> = {
  active: { tone: "good", text: "Connected" },
  needs_reconnect: { tone: "bad", text: "Please reconnect" },
  missing_scope: { tone: "bad", text: "A permission is missing" },
  blocked: { tone: "bad", text: "Blocked by an administrator" },
  disconnecting: { tone: "warn", text: "Disconnecting…" },
  disconnected: { tone: "plain", text: "Disconnected" },
};

function stateOf({ status, isDestinationLost }: ConnectionView): { tone: Tone; text: string } {
  if (status === "active" && isDestinationLost) {
    return { tone: "bad", text: "Choose another calendar" };
  }
  return states[status];
}

/** Settings → Google Calendar, in short: its own page has all the rest. */
export function CalendarSection({ connection }: { connection: ConnectionView | null }) {
  const isInUse = connection !== null && !/^disconnect/.test(connection.status);
  const canConnect = connection === null || connection.status === "disconnected";
  const state = connection
    ? stateOf(connection)
    : { tone: "plain" as const, text: "Not connected" };
  return (
    <section aria-labelledby="calendar" className="card">
      <h2 id="calendar">Google Calendar</h2>
      <p className="mt-2 mb-3">
        <Badge tone={state.tone}>{state.text}</Badge>
      </p>
      {isInUse ? <Facts connection={connection} /> : <Why />}
      <p className="mt-4">
        <Link className={canConnect ? "button" : "button button-quiet"} to="/settings/calendar">
          {canConnect ? "Connect a Google Calendar" : "Google Calendar settings"}
        </Link>
      </p>
    </section>
  );
}

function Why() {
  return (
    <p>
      Connect a calendar, and bookings appear in it while your busy times take slots off your page.
    </p>
  );
}

function Facts({ connection }: { connection: ConnectionView }) {
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      <dt className="text-quiet">Account</dt>
      <dd className="wrap-anywhere">{connection.account}</dd>
      <dt className="text-quiet">Bookings go to</dt>
      <dd className="wrap-anywhere">{connection.destination}</dd>
    </dl>
  );
}
