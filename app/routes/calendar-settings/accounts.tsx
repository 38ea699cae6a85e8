// Which Google accounts there are besides the one that bookings go to.
import type { AccountQuestion, EarlierAccount, EndedAccount } from "./accounts.server.ts";
import { DisconnectLink, DisconnectNowForm } from "./leaving-states.tsx";
import { bookingCount, ConnectAgainForm, ConnectForm } from "./state-card.tsx";

/** Two accounts to choose from, after Google answered with another one than was awaited. */
export function WhichAccount({ knownConnectionId, ...question }: AccountQuestion) {
  const { other, known, comingEvents, standing } = question;
  return (
    <section
      role="alert"
      aria-labelledby="which"
      className="card mb-5 border-l-4 border-l-warn wrap-anywhere"
    >
      <h2 id="which">Which Google account do you mean?</h2>
      <p className="my-3">
        <Known {...question} />, but at Google you chose <b>{other}</b>. Nothing has changed yet.
      </p>
      <p>If you use {other}:</p>
      <ul className="mt-1 mb-4 list-disc pl-6">
        <li>New bookings go to its calendar.</li>
        <li>Its busy times take slots off your page; those of {known} don’t.</li>
        {comingEvents > 0 ? (
          <li>
            {belongText(comingEvents, known)} {afterwards[standing]}
          </li>
        ) : null}
      </ul>
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

/** How the account that was awaited stands, as the page below says it too. */
function Known({ known, standing }: Pick<AccountQuestion, "known" | "standing">) {
  const name = <b>{known}</b>;
  switch (standing) {
    case "inUse":
      return <>{name} is connected here</>;
    case "broken":
      return <>The account to be reconnected is {name}</>;
    case "ended":
      return <>{name} was connected here before</>;
  }
}

/** What becomes of the events in the calendar of the account that was awaited. */
const afterwards: Record<AccountQuestion["standing"], string> = {
  inUse: "They stay there and go on following their bookings: that account stays connected for it.",
  broken: "What is there stays there; what has changed waits until you reconnect that account.",
  ended:
    "What is there stays as it is, and no longer follows its booking unless you connect that account again as well.",
};

function belongText(count: number, account: string): string {
  const verb = count > 1 ? "belong" : "belongs";
  return `${bookingCount(count)} still to come ${verb} in the calendar of ${account}.`;
}

/** What can be done about the account as a whole. */
export function ThisAccount({ connectionId }: { connectionId: string }) {
  return (
    <section aria-labelledby="account" className="card">
      <h2 id="account">Another account, or none</h2>
      <p className="mt-3 mb-4">
        With another Google account, new bookings go to its calendar, and its busy times take slots
        off your page instead of this one’s. Events that are made stay where they are, and this
        account stays connected for them.
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
        New bookings don’t go there, and busy times there take no slots off your page. They stay
        connected so that the events of earlier bookings keep up with their bookings.
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

/** Accounts that were disconnected while coming bookings have their events there. */
export function EndedAccounts({ accounts }: { accounts: EndedAccount[] }) {
  if (accounts.length === 0) return null;
  return (
    <section aria-labelledby="ended" className="card">
      <h2 id="ended">Disconnected, but with bookings</h2>
      <p className="mt-3">
        What is in these calendars stays as it is: it does not follow when a booking is moved or
        cancelled. Connect the account again, and it does; new bookings still go where they go now.
        Busy times there take no slots off your page.
      </p>
      <ul>
        {accounts.map(({ connectionId, account, comingEvents, waiting }) => (
          <li key={connectionId} className="mt-4 grid gap-3 border-t border-line pt-4">
            <p className="font-semibold wrap-anywhere">{account}</p>
            <LeftThere account={account} comingEvents={comingEvents} waiting={waiting} />
            <ConnectAgainForm account={account} connectionId={connectionId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What bookings still have to do with an account that has ended; nothing where they have not. */
export function LeftThere({
  account,
  comingEvents,
  waiting,
}: Pick<EndedAccount, "account" | "comingEvents" | "waiting">) {
  const verb = waiting > 1 ? "wait" : "waits";
  return (
    <>
      {comingEvents > 0 ? (
        <p className="wrap-anywhere">{belongText(comingEvents, account)}</p>
      ) : null}
      {waiting > 0 ? (
        <p>
          {bookingCount(waiting)} {verb} to be put right there, and nothing is lost: it is done once
          you connect this account again.
        </p>
      ) : null}
    </>
  );
}
