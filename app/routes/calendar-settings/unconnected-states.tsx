// While no calendar is connected: not yet, refused at Google, or not any more.
import type { RevocationOutcome } from "#db/pending-revocations.server.ts";
import { LeftThere } from "./accounts.tsx";
import { GOOGLE_PERMISSIONS, grantTexts, permissionTexts, wantsLookAtGoogle } from "./messages.ts";
import type { Panel } from "./panel.server.ts";
import { ConnectForm, StateCard } from "./state-card.tsx";

export function NotConnected() {
  return (
    <StateCard tone="plain" title="No calendar is connected">
      <p>
        Connect a calendar, and bookings appear in it while your busy times take slots off your
        page.
      </p>
      <BeforeLeaving />
      <ConnectForm label="Connect Google Calendar" />
    </StateCard>
  );
}

export function Denied() {
  return (
    <StateCard tone="warn" title="You said no at Google">
      <p>Nothing was connected, and nothing has changed. Your page takes bookings as before.</p>
      <BeforeLeaving />
      <ConnectForm label="Connect Google Calendar" />
    </StateCard>
  );
}

interface DisconnectedProps {
  account: string;
  grant: RevocationOutcome;
  panel: Pick<Panel, "comingEvents" | "touched">;
}

export function Disconnected({ account, grant, panel }: DisconnectedProps) {
  const { comingEvents, touched: waiting } = panel;
  return (
    <StateCard tone="plain" title="Disconnected">
      <p className="wrap-anywhere">
        <b>{account}</b> is no longer connected. New bookings are not added to a calendar until you
        connect one. Busy times of this account take no slots off your page.
      </p>
      <LeftThere account={account} comingEvents={comingEvents} waiting={waiting} />
      {comingEvents > 0 ? (
        <p>
          What is in that calendar stays as it is: it does not follow when a booking is moved or
          cancelled, until you connect this account again.
        </p>
      ) : null}
      <p>{grantTexts[grant]}</p>
      {wantsLookAtGoogle(grant) ? (
        <p>
          <a
            className="inline-flex min-h-6 items-center"
            href={GOOGLE_PERMISSIONS}
            rel="noreferrer"
          >
            End the access at Google
          </a>
        </p>
      ) : null}
      <BeforeLeaving />
      <ConnectForm label="Connect Google Calendar" />
    </StateCard>
  );
}

/** What Google's page will ask, and why we do. */
export function BeforeLeaving() {
  return (
    <div>
      <p>Google will ask whether Slotkeeper may:</p>
      <ul className="mt-1 list-disc pl-6">
        {Object.values(permissionTexts).map(({ what, why }) => (
          <li key={what}>
            {what}, {why}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-quiet">
        We keep when you are busy, never what your events are called.
      </p>
    </div>
  );
}
