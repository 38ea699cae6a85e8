// What must hold when faults have stopped and time has passed.
import {
  contentDifference,
  disagreement,
  iso,
  timeDifference,
  wantsEvent,
  withoutGone,
} from "./agreement.ts";
import { bookingOfEvent, type Said, type Story, type Write } from "./ledger.ts";
import { mailViolations, uninformedGuests } from "./mail-rules.ts";
import { allRows, type LiveEvent, liveEventsOf, type Row, residentOf, type Town } from "./town.ts";

/** Every rule that is broken, by name, with what breaks it. */
export async function judge(town: Town): Promise<string[]> {
  const rows = await allRows(town.d1);
  const live = liveEventsOf(town.sandbox.state());
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [
    ...rows
      .filter(({ id }) => !town.ledger.stories.has(id))
      .map(({ id }) => `unknown booking: ${id}`),
    ...[...town.ledger.stories.values()].flatMap((story) => {
      const row = byId.get(story.key.id);
      return row ? lostChanges(row, story) : lostBooking(story);
    }),
    ...rows.flatMap((row) => unsettled(row, town)),
    ...rows.flatMap((row) => {
      const story = town.ledger.stories.get(row.id);
      if (!story) return [];
      const isGone = ({ calendarId }: LiveEvent) => !isListed(town, story, calendarId);
      return calendarViolations(row, withoutGone(row, live.get(row.id) ?? [], isGone), story);
    }),
    ...[...live.keys()]
      .filter((id) => !byId.has(id))
      .map((id) => `orphan: events of unknown ${id}`),
    ...overlaps(rows),
    ...writesAtOnce(town.ledger.writes),
    ...mailViolations(town, byId),
    ...uninformedGuests(town, byId, live),
    ...(await tokensInClear(town)),
  ];
}

function isListed(town: Town, story: Story, calendarId: string): boolean {
  const { email } = residentOf(town, story);
  return town.sandbox
    .state()
    .subscriptions.some((entry) => entry.email === email && entry.calendarId === calendarId);
}

function lostBooking({ key, attempts }: Story): string[] {
  return attempts[0]?.verdict === "accepted" ? [`lost booking: ${key.id} is not stored`] : [];
}

/** Whether the booking says what the newest accepted change made of it, or what one nobody was told of may have. */
function lostChanges(row: Row, story: Story): string[] {
  const [booking] = story.attempts;
  if (booking?.verdict === "refused") return [`refused but stored: ${row.id}`];
  const says: Said = {
    startsAt: row.starts_at,
    status: row.status,
    title: row.title,
    guestName: row.guest_name,
    notes: row.guest_notes,
    place: row.location_detail,
    inCalendar: row.in_calendar === 1,
  };
  return (Object.keys(says) as (keyof Said)[])
    .filter((field) => !isExplained(story, field, says[field]))
    .map((field) => `lost change: ${row.id} says ${field} = ${String(says[field])}`);
}

function isExplained<F extends keyof Said>(story: Story, field: F, value: Said[F]): boolean {
  const about = story.attempts.filter(
    ({ changes, verdict }) => field in changes && verdict !== "refused",
  );
  const accepted = about.filter(({ verdict }) => verdict === "accepted");
  const newest = Math.max(1, ...accepted.map(({ revision }) => revision));
  return about.some(({ changes, revision }) => {
    if (revision < newest) return false;
    return (
      changes[field] === value || (changes[field] === null && wasOfferedByGoogle(story, value))
    );
  });
}

/** Whoever takes Google's time takes one that somebody gave the event there, or that it had from us. */
function wasOfferedByGoogle({ deeds, attempts }: Story, value: unknown): boolean {
  return (
    deeds.some(({ startsAt }) => startsAt === value) ||
    attempts.some(({ changes }) => changes.startsAt === value)
  );
}

const SETTLED = ["synced", "removed_in_google", "drifted"];

function unsettled(row: Row, { clock }: Town): string[] {
  const wrong: string[] = [];
  if (!SETTLED.includes(row.state)) wrong.push(`state ${row.state} (${row.last_outcome})`);
  if (row.due_at !== null && row.due_at <= clock.now()) wrong.push(`due since ${iso(row.due_at)}`);
  if (row.lease_token !== null) wrong.push("still leased");
  if (row.desired_revision !== row.revision) wrong.push("the sync wants another revision");
  if (row.state === "synced" && row.synced_revision !== row.revision) {
    wrong.push(`synced at revision ${row.synced_revision} of ${row.revision}`);
  }
  return wrong.map((what) => `unsettled: ${row.id}: ${what}`);
}

function calendarViolations(row: Row, live: readonly LiveEvent[], story: Story): string[] {
  const difference = differenceFromState(row, live, story);
  const rules = [difference && `disagreement: ${row.id} (${row.state}): ${difference}`];
  const [first] = live;
  if (row.state === "synced" && wantsEvent(row) && first) {
    if (row.google_event_id !== first.event.id) rules.push(`wrong link: ${row.id}`);
    if (lacksMeet(row, first)) rules.push(`no Meet: ${row.id} has none, and nobody is told`);
    if (isOverwritten(first, story)) rules.push(`overwritten: ${row.id} was moved in Google`);
  }
  return rules.filter((rule) => rule !== null);
}

function differenceFromState(
  row: Row,
  live: readonly LiveEvent[],
  { deeds }: Story,
): string | null {
  const did = (what: string) => deeds.some((deed) => deed.what === what);
  const [first] = live;
  switch (row.state) {
    case "synced":
      return disagreement(row, live);
    case "removed_in_google":
      if (!did("deleted")) return "nobody removed it in Google";
      return first ? `${first.event.id} stands` : null;
    case "drifted":
      if (!did("moved")) return "nobody moved it in Google";
      if (!first || live.length > 1) return `it has ${live.length} events`;
      if (timeDifference(row, first.event) === null) return "its time is no other";
      return contentDifference(row, first.event);
    default:
      return null;
  }
}

/** Whoever moved an event in Google finds it back where it was, though nobody here has since said when it is. */
function isOverwritten({ event }: LiveEvent, { deeds, attempts }: Story): boolean {
  const deed = deeds.findLast(({ what, eventId }) => what === "moved" && eventId === event.id);
  if (!deed || Date.parse(event.start.dateTime ?? "") === deed.startsAt) return false;
  return !attempts.some(
    ({ what, revision, verdict }) =>
      DECIDES_TIME.includes(what) && verdict !== "refused" && revision > deed.revision,
  );
}

const DECIDES_TIME = ["move", "take time", "put back", "restore"];

/** A video meeting that the calendar can make is there, or its absence is shown. */
function lacksMeet({ location_kind, last_outcome }: Row, { event }: LiveEvent): boolean {
  const isShown = last_outcome === "meet_failed" || last_outcome === "meet_not_allowed";
  return location_kind === "google_meet" && !event.hangoutLink && !isShown;
}

function overlaps(rows: Row[]): string[] {
  const confirmed = rows.filter(({ status }) => status === "confirmed");
  return confirmed.flatMap((one, at) =>
    confirmed
      .slice(at + 1)
      .filter((other) => other.host_id === one.host_id && areInEachOthersWay(one, other))
      .map((other) => `overlap: ${one.id} and ${other.id} at ${iso(one.starts_at)}`),
  );
}

/** The meeting of one touches the meeting of the other, or the time around it that is to stay free. */
function areInEachOthersWay(one: Row, other: Row): boolean {
  const meets = (meeting: Row, block: Row) =>
    meeting.starts_at < block.block_ends_at && block.block_starts_at < meeting.ends_at;
  return meets(one, other) || meets(other, one);
}

/** No two Workers write one booking's events at the same time, unless one of them has overslept its lease. */
function writesAtOnce(writes: Write[]): string[] {
  const awake = writes.filter(({ invocation }) => !invocation.hasSlept && !invocation.isDead);
  const last = new Map<string, Write>();
  return awake.flatMap((write) => {
    const booking = bookingOfEvent(write.eventId) ?? "";
    const before = last.get(booking);
    last.set(booking, write);
    if (!before || before.invocation === write.invocation || before.endedAt <= write.at) return [];
    return [`two at once: ${write.invocation.name} and ${before.invocation.name} write ${booking}`];
  });
}

const TABLES = [
  "calendar_connections",
  "pending_revocations",
  "oauth_flows",
  "booking_syncs",
  "calendar_events",
];

async function tokensInClear({ d1, sandbox }: Town): Promise<string[]> {
  const { accessTokens, refreshTokens } = sandbox.state();
  const tokens = [...Object.keys(accessTokens), ...Object.keys(refreshTokens)];
  const dumps = await Promise.all(
    TABLES.map((table) => d1.prepare(`SELECT * FROM ${table}`).all().then(JSON.stringify)),
  );
  const looksLikeToken = /ya29\.|1\/\/0g/;
  return TABLES.filter((_table, at) => {
    const dump = dumps[at] ?? "";
    return looksLikeToken.test(dump) || tokens.some((token) => dump.includes(token));
  }).map((table) => `token in clear: in ${table}`);
}
