// Guests are mailed once for each thing that they should know, and once more at most for each write of which nobody
// learned whether it had happened.
import type { Mail } from "#google-sandbox/state.ts";
import { bookingOfEvent, isAmbiguous, type Write } from "./ledger.ts";
import type { Row, Town } from "./town.ts";

const ACT_OF: Record<Mail["kind"], Write["act"]> = {
  invitation: "insert",
  update: "patch",
  cancellation: "delete",
};

export function mailViolations({ sandbox, ledger }: Town, rows: Map<string, Row>): string[] {
  const ours = sandbox.state().mails.filter(({ eventId }) => bookingOfEvent(eventId) !== null);
  const ambiguous = new Map<string, number>();
  for (const write of ledger.writes) {
    if (!isAmbiguous(write)) continue;
    const key = `${write.act} ${write.eventId}`;
    ambiguous.set(key, (ambiguous.get(key) ?? 0) + 1);
  }
  const allowed = ({ kind, eventId }: Mail) => ambiguous.get(`${ACT_OF[kind]} ${eventId}`) ?? 0;

  return [
    ...[...groups(ours)].flatMap(([what, mails]) => {
      const [first] = mails;
      if (!first || mails.length <= 1 + allowed(first)) return [];
      return [`too many mails: ${mails.length} of ${what}, ${allowed(first)} ambiguous writes`];
    }),
    ...[...groups(ours.filter(tellsNothing))].flatMap(([what, mails]) => {
      const [first] = mails;
      if (!first || mails.length <= allowed(first)) return [];
      return [`needless mail: ${what}, though neither time, place nor title changed`];
    }),
    ...ours
      .filter(({ eventId }) => rows.get(bookingOfEvent(eventId) ?? "")?.inviter === "own")
      .map(({ kind, eventId }) => `mail by the wrong inviter: ${kind} of ${eventId}`),
  ];
}

function tellsNothing({ kind, changed }: Mail): boolean {
  return kind === "update" && changed?.length === 0;
}

/** By event, kind and the revision that the event said it showed. */
function groups(mails: Mail[]): Map<string, Mail[]> {
  const grouped = new Map<string, Mail[]>();
  for (const mail of mails) {
    const revision = mail.extendedProperties?.private?.rev ?? "?";
    const key = `${mail.kind} of ${mail.eventId} at revision ${revision}`;
    const known = grouped.get(key);
    if (known) known.push(mail);
    else grouped.set(key, [mail]);
  }
  return grouped;
}
