// The connection does not work, and only its host can change that.
import { Link } from "@remix-run/react";
import type { CalendarPermission } from "../../google/scopes.ts";
import { permissionTexts } from "./messages.ts";
import { bookingCount, ConnectForm, StateCard } from "./state-card.tsx";

interface Meanwhile {
  waiting: number;
  isRefusingAll: boolean;
}

export function NeedsReconnect({ account, ...meanwhile }: Meanwhile & { account: string }) {
  return (
    <StateCard tone="bad" title="Please reconnect Google Calendar">
      <p className="wrap-anywhere">
        Google no longer accepts our access to <b>{account}</b>.
      </p>
      <Waiting {...meanwhile} />
      <ConnectForm label="Reconnect Google Calendar" />
    </StateCard>
  );
}

interface MissingProps extends Meanwhile {
  /** Null: nothing was connected before. */
  account: string | null;
  /** None: Google does not say which. */
  missing: CalendarPermission[];
}

export function MissingPermission({ account, missing, ...meanwhile }: MissingProps) {
  return (
    <StateCard tone="bad" title="A permission is missing">
      {missing.length > 0 ? (
        <Boxes codes={missing}>
          On Google’s page a box was left unticked, so nothing was connected:
        </Boxes>
      ) : (
        <Boxes codes={Object.keys(permissionTexts) as CalendarPermission[]}>
          One of these permissions was taken back at Google, which does not tell us which:
        </Boxes>
      )}
      <p>Slotkeeper needs it to work. Try again and leave every box ticked.</p>
      {account ? <Waiting {...meanwhile} /> : null}
      <ConnectForm label={account ? "Reconnect Google Calendar" : "Connect Google Calendar"} />
    </StateCard>
  );
}

function Boxes({ codes, children }: { codes: CalendarPermission[]; children: string }) {
  return (
    <div>
      <p>{children}</p>
      <ul className="mt-1 list-disc pl-6">
        {codes.map((code) => (
          <li key={code}>
            <b>{permissionTexts[code].what}</b>, {permissionTexts[code].why}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Blocked({ account, ...meanwhile }: Meanwhile & { account: string }) {
  return (
    <StateCard tone="bad" title="Blocked by an administrator">
      <p className="wrap-anywhere">
        The administrator of <b>{account}</b> does not allow Slotkeeper. Ask them to allow it, then
        reconnect; or use another Google account.
      </p>
      <Waiting {...meanwhile} />
      <ConnectForm label="Reconnect Google Calendar" />
    </StateCard>
  );
}

/** What waits meanwhile, and what the page goes by. */
function Waiting({ waiting, isRefusingAll }: Meanwhile) {
  return (
    <>
      {waiting === 0 ? (
        <p>
          <b>No booking waits for it.</b> What is booked or changed meanwhile goes to the calendar
          once you have reconnected.
        </p>
      ) : (
        <p>
          <b>
            {bookingCount(waiting)} {waiting > 1 ? "wait" : "waits"} for it.
          </b>{" "}
          Nothing is lost: what waits goes to the calendar once you have reconnected.
        </p>
      )}
      {isRefusingAll ? (
        <p>
          <b>Your page takes no bookings meanwhile.</b> You chose to refuse them while Google can’t
          say when you are busy; that can be changed under{" "}
          <Link to="/availability">Availability</Link>.
        </p>
      ) : (
        <p>
          Your page goes on taking bookings. Your busy times are not read meanwhile: it goes by what
          Google said last, so what has come into your calendar since does not take slots away.
        </p>
      )}
    </>
  );
}
