// Which Google accounts there are besides the one that bookings go to.
import type { AccountQuestion, EarlierAccount } from "./accounts.server.ts";
import { DisconnectLink, DisconnectNowForm } from "./leaving-states.tsx";
import { bookingCount, ConnectForm } from "./state-card.tsx";

/** Two accounts to choose from, after Google answered with another one than was awaited. */
export function WhichAccount({ other, known, knownConnectionId }: AccountQuestion) {
  return (
    <section
      role="alert"
      aria-labelledby="which"
      className="card mb-5 border-l-4 border-l-warn wrap-anywhere"
    >
      <h2 id="which">Which Google account do you mean?</h2>
      <p className="my-3">
        <b>{known}</b> is connected here, but at Google you chose <b>{other}</b>. Nothing has
        changed.
      </p>
      <div className="flex flex-wrap gap-3">
        <ConnectForm label={`Try ${known} again`} fields={{ connectionId: knownConnectionId }} />
        <ConnectForm
          label={`Use ${other} instead`}
          fields={{ account: "other" }}
          look="button-quiet"
        />
      </div>
    </section>
  );
}

/** What can be done about the account as a whole. */
export function ThisAccount({ connectionId }: { connectionId: string }) {
  return (
    <section aria-labelledby="account" className="card">
      <h2 id="account">Another account, or none</h2>
      <p className="mt-3 mb-4">
        With another Google account, new bookings go to its calendar. Events that are made stay
        where they are, and that account stays connected for them.
      </p>
      <div className="flex flex-wrap gap-3">
        <ConnectForm
          label="Use another Google account"
          fields={{ account: "choose" }}
          look="button-quiet"
        />
        <DisconnectLink connectionId={connectionId} />
      </div>
    </section>
  );
}

/** Accounts that were used earlier and still hold events. */
export function EarlierAccounts({ accounts }: { accounts: EarlierAccount[] }) {
  if (accounts.length === 0) return null;
  return (
    <section aria-labelledby="earlier" className="card">
      <h2 id="earlier">Other connected accounts</h2>
      <p className="mt-3">
        New bookings don’t go there. They stay connected so that the events of earlier bookings keep
        up with their bookings.
      </p>
      <ul>
        {accounts.map((account) => (
          <li key={account.connectionId} className="mt-4 border-t border-line pt-4">
            <Earlier {...account} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Earlier({ connectionId, account, status, comingEvents }: EarlierAccount) {
  const verb = comingEvents > 1 ? "have" : "has";
  const isBroken = ["needs_reconnect", "missing_scope", "blocked"].includes(status);
  return (
    <>
      <p className="font-semibold wrap-anywhere">{account}</p>
      <p className="mt-1 mb-3">
        {bookingCount(comingEvents)} still to come {verb} an event there.
        {isBroken ? " Google no longer lets us in: reconnect it to keep those events right." : ""}
        {status === "disconnecting" ? " It is being disconnected." : ""}
      </p>
      <div className="flex flex-wrap gap-3">
        {isBroken ? <ConnectForm label={`Reconnect ${account}`} fields={{ connectionId }} /> : null}
        {status === "disconnecting" ? (
          <DisconnectNowForm connectionId={connectionId} />
        ) : (
          <DisconnectLink connectionId={connectionId} about={account} />
        )}
      </div>
    </>
  );
}
