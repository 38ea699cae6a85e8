// Guests are mailed once for each thing that they should know, and once more at most for each write of which nobody
// learned whether it had happened.
import type { EventResource, Mail } from "#google-sandbox/state.ts";
import { bookingOfEvent, isAmbiguous, type Story, type Write } from "./ledger.ts";
import type { LiveEvent, Row, Town } from "./town.ts";

const ACT_OF: Record<Mail["kind"], Write["act"]> = {
  invitation: "insert",
  update: "patch",
  cancellation: "delete",
};

/** Each guest knows of the event as it stands, or that it is off, from a mail of whoever invites. */
export function uninformedGuests(
  { sandbox, ledger }: Town,
  rows: Map<string, Row>,
  live: Map<string, LiveEvent[]>,
): string[] {
  const lastOf = new Map<string, Mail>();
  const newestOf = new Map<string, string>();
  for (const mail of sandbox.state().mails) {
    const booking = bookingOfEvent(mail.eventId) ?? "";
    lastOf.set(mail.eventId, mail);
    if (isNewer(mail.eventId, newestOf.get(booking))) newestOf.set(booking, mail.eventId);
  }
  return [...ledger.stories.values()].flatMap((story) => {
    const { key } = story;
    const row = rows.get(key.id);
    if (row?.inviter !== "google" || row.state !== "synced" || isToldByHost(story)) return [];
    const [standing] = live.get(key.id) ?? [];
    if (standing && !isTold(lastOf.get(standing.event.id), standing.event)) {
      return [`uninformed guest: of ${key.id}`];
    }
    const mail = lastOf.get(newestOf.get(key.id) ?? "");
    const isOff = row.status === "cancelled" && mail !== undefined;
    return isOff && mail.kind !== "cancellation" ? [`uninformed guest: ${key.id} is off`] : [];
  });
}

function isNewer(eventId: string, known = ""): boolean {
  return eventId.length > known.length || (eventId.length === known.length && eventId > known);
}

/** What a host does by hand in Google, or without a calendar, they tell their guest themselves. */
function isToldByHost({ deeds, attempts }: Story): boolean {
  return deeds.length > 0 || attempts.some(({ what }) => what === "keep without");
}

function isTold(mail: Mail | undefined, { start, end, summary, location }: EventResource): boolean {
  return (
    mail !== undefined &&
    mail.kind !== "cancellation" &&
    mail.start.dateTime === start.dateTime &&
    mail.end.dateTime === end.dateTime &&
    mail.summary === (summary ?? "") &&
    mail.location === location
  );
}

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
