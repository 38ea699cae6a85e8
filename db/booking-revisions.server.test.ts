// Every write that makes a booking's next revision: all of it or nothing, and the sync is promised.
import { expect, test } from "vitest";
import type { Booking, BookingKey } from "#app/domain/booking.ts";
import { listBookedTimes } from "./booking-pages.server.ts";
import {
  type BookingTexts,
  cancelBooking,
  chooseCalendar,
  editBooking,
  findNewestEvent,
  keepWithoutCalendar,
  listHistory,
  moveBooking,
  type NewTime,
  putTimeBack,
  restoreEvent,
  takeGoogleTime,
  wasMadeBy,
} from "./booking-revisions.server.ts";
import { setSync, syncRow } from "./booking-syncs.fixtures.ts";
import { createBooking, findBooking, findStoredRequest } from "./bookings.server.ts";
import { refusalOf } from "./database.server.ts";
import {
  aHost,
  at,
  bookingId,
  d1,
  db,
  HOUR_MS,
  MINUTE_MS,
  NOW,
  newBooking,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

const DESTINATION = { connectionId: "connection", calendarId: "ada@example.com" };
const CHOSEN = { connectionId: "connection", calendarId: "team@example.com", fromGeneration: 2 };
const LATER = NOW + HOUR_MS;

/** A booking from 9:00 to 9:30 with its first event pinned, in agreement as far as its sync knows. */
async function aSyncedBooking(): Promise<Booking> {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), DESTINATION, NOW);
  const booking = await stored({ hostId, id: bookingId(1) });
  await setSync(booking, {
    state: "synced",
    synced_revision: 1,
    due_at: null,
    not_before_at: NOW,
    behind_since_at: null,
    attempts: 3,
  });
  return booking;
}

async function stored(key: BookingKey): Promise<Booking> {
  const found = await findStoredRequest(db, key);
  if (!found) throw new Error("not stored");
  return found.booking;
}

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

const to = (hour: number, changes: Partial<NewTime> = {}): NewTime => ({
  meeting: { start: at(hour), end: at(hour, 30) },
  block: { start: at(hour), end: at(hour, 30) },
  localDay: "2026-12-01",
  rulesVersion: 1,
  busyTimesChecked: true,
  ...changes,
});

const texts = {
  title: "A long talk",
  guestName: "Grace H.",
  guestNotes: "About engines",
  locationDetail: "Room 5",
};

interface Write {
  write: (booking: Booking, now: number) => Promise<void>;
  /** What the booking is afterwards, beside its revision. */
  leads: Partial<Booking>;
  history: { who: string; what: string; detail?: object | null };
}

const moved = {
  meeting: { start: at(11), end: at(11, 30) },
  block: { start: at(10, 50), end: at(11, 40) },
};

const WRITES: [string, Write][] = [
  [
    "a move",
    {
      write: (booking, now) => moveBooking(db, booking, to(11, moved), "guest", now),
      leads: { ...moved, timeRevision: 2 },
      history: { who: "guest", what: "moved", detail: { from: at(9), to: at(11) } },
    },
  ],
  [
    "taking Google's time",
    {
      write: (booking, now) => takeGoogleTime(db, booking, to(11, moved), now),
      leads: { ...moved, timeRevision: 1 },
      history: { who: "host", what: "time_taken_from_google", detail: { from: at(9), to: at(11) } },
    },
  ],
  [
    "an edit",
    {
      write: (booking, now) => editBooking(db, booking, texts, "guest", now),
      leads: {
        title: "A long talk",
        guest: {
          name: "Grace H.",
          email: "grace@example.com",
          notes: "About engines",
          timeZone: "UTC",
        },
        location: { kind: "google_meet", detail: "Room 5" },
        titleRevision: 2,
        placeRevision: 2,
        textRevision: 2,
      },
      history: { who: "guest", what: "edited" },
    },
  ],
  [
    "a cancellation",
    {
      write: (booking, now) => cancelBooking(db, booking, "host", "I am away", now),
      leads: { status: "cancelled", cancelledBy: "host", cancelReason: "I am away" },
      history: { who: "host", what: "cancelled" },
    },
  ],
  [
    "restoring",
    {
      write: (booking, now) => restoreEvent(db, booking, now),
      leads: { timeRevision: 2, inCalendar: true },
      history: { who: "host", what: "restored" },
    },
  ],
  [
    "putting the time back",
    {
      write: (booking, now) => putTimeBack(db, booking, now),
      leads: { timeRevision: 2 },
      history: { who: "host", what: "time_put_back" },
    },
  ],
  [
    "keeping it without a calendar",
    {
      write: (booking, now) => keepWithoutCalendar(db, booking, now),
      leads: { inCalendar: false },
      history: { who: "host", what: "kept_without_calendar" },
    },
  ],
  [
    "another calendar",
    {
      write: (booking, now) => chooseCalendar(db, booking, CHOSEN, now),
      leads: { inCalendar: true, chosenCalendar: CHOSEN },
      history: { who: "host", what: "calendar_chosen" },
    },
  ],
];

const eventRows = ({ hostId }: BookingKey) =>
  rowsOf("SELECT * FROM calendar_events WHERE host_id = ? ORDER BY generation", hostId);

/** All that a booking's host has in the four tables. */
const everything = async ({ hostId }: BookingKey) =>
  Promise.all(
    ["bookings", "booking_syncs", "booking_history", "calendar_events"].map((table) =>
      rowsOf(`SELECT * FROM ${table} WHERE host_id = ? ORDER BY 1, 2, 3`, hostId),
    ),
  );

test.each(WRITES)(
  "R7.8 D3.2 %s makes the next revision, changes what it should and nothing else",
  async (_what, { write, leads }) => {
    const booking = await aSyncedBooking();
    await write(booking, LATER);
    expect(await stored(booking)).toEqual({ ...booking, revision: 2, ...leads });
  },
);

test.each(WRITES)("R7.9 %s is written down: who, what, when", async (_what, { write, history }) => {
  const booking = await aSyncedBooking();
  await write(booking, LATER);
  const [first, ...others] = await listHistory(db, booking);
  expect(first).toMatchObject({ revision: 1, what: "booked", who: "guest" });
  expect(others).toEqual([
    {
      hostId: booking.hostId,
      bookingId: booking.id,
      revision: 2,
      entry: 0,
      at: LATER,
      detail: null,
      ...history,
    },
  ]);
});

test.each(WRITES)("D3.4 %s promises a sync, due at once", async (_what, { write }) => {
  const booking = await aSyncedBooking();
  await write(booking, LATER);
  expect(await syncRow(booking)).toMatchObject({
    desired_revision: 2,
    synced_revision: 1,
    state: "pending",
    due_at: LATER,
    not_before_at: LATER,
    attempts: 0,
    behind_since_at: LATER,
  });
});

test.each(WRITES)(
  "D3.2 %s of a booking that has changed since is refused whole",
  async (_what, { write }) => {
    const booking = await aSyncedBooking();
    await keepWithoutCalendar(db, booking, NOW);
    const before = await everything(booking);
    const error = await rejection(write(booking, LATER));
    expect(refusalOf(error)).toBe("stale_revision");
    expect(await everything(booking)).toEqual(before);
  },
);

test.each(WRITES)(
  "D3.2 of %s twice at once one is stored, and the other stores nothing",
  async (_what, { write }) => {
    const booking = await aSyncedBooking();
    const tries = await Promise.all([1, 2, 3].map((n) => rejection(write(booking, LATER + n))));
    const errors = tries.filter((error) => error !== null);
    expect(errors.map(refusalOf)).toEqual(["stale_revision", "stale_revision"]);
    expect((await stored(booking)).revision).toBe(2);
    expect(await listHistory(db, booking)).toHaveLength(2);
  },
);

test.each(WRITES)(
  "R7.8 %s of a booking that does not exist leaves nothing behind",
  async (_what, { write }) => {
    const booking = await aSyncedBooking();
    const before = await everything(booking);
    await expect(write({ ...booking, id: bookingId(9) }, LATER)).rejects.toThrow();
    expect(await everything(booking)).toEqual(before);
  },
);

test.each(WRITES)("D3 %s leaves other hosts' bookings as they are", async (_what, { write }) => {
  const [booking, other] = [await aSyncedBooking(), await aSyncedBooking()];
  const before = await everything(other);
  await write(booking, LATER);
  expect(await everything(other)).toEqual(before);
});

test("D3.2 revisions follow each other, each with its own history", async () => {
  const first = await aSyncedBooking();
  for (const [n, [, { write }]] of WRITES.filter(([what]) => what !== "a cancellation").entries()) {
    await write(await stored(first), LATER + n);
  }
  const booking = await stored(first);
  expect(booking).toMatchObject({ revision: 8, timeRevision: 6, textRevision: 4 });
  const history = await listHistory(db, booking);
  expect(history.map(({ revision, what }) => [revision, what])).toEqual([
    [1, "booked"],
    [2, "moved"],
    [3, "time_taken_from_google"],
    [4, "edited"],
    [5, "restored"],
    [6, "time_put_back"],
    [7, "kept_without_calendar"],
    [8, "calendar_chosen"],
  ]);
});

// ---------------------------------------------------------------- moves

const movedBy = "guest";

test("R7.7 a move onto a time that is taken is refused whole", async () => {
  const booking = await aSyncedBooking();
  await storeBooking(booking.hostId, { id: bookingId(2), starts_at: at(11), ends_at: at(12) });
  const before = await everything(booking);
  const error = await rejection(moveBooking(db, booking, to(11), movedBy, LATER));
  expect(refusalOf(error)).toBe("slot_taken");
  expect(await everything(booking)).toEqual(before);
});

test("D3.1 a move may overlap its own old time, and frees the rest of it", async () => {
  const booking = await aSyncedBooking();
  const meeting = { start: at(9, 15), end: at(9, 45) };
  await moveBooking(db, booking, to(9, { meeting, block: meeting }), movedBy, LATER);
  const range = { start: at(0), end: at(24) };
  const booked = await listBookedTimes(db, booking.hostId, range, null);
  expect(booked).toEqual([{ meeting, block: meeting }]);
});

test("R7.7 of two bookings that move to one time at once one gets it, and the other stays", async () => {
  const booking = await aSyncedBooking();
  await createBooking(
    db,
    newBooking(booking.hostId, { id: bookingId(2), meeting: { start: at(14), end: at(14, 30) } }),
    DESTINATION,
    NOW,
  );
  const other = await stored({ hostId: booking.hostId, id: bookingId(2) });
  const tries = await Promise.all(
    [booking, other].map((one) => rejection(moveBooking(db, one, to(11), movedBy, LATER))),
  );
  expect(tries.map((error) => error && refusalOf(error)).sort()).toEqual([null, "slot_taken"]);
});

test("D3.2 a move decided on rules that have changed since is told so; nothing else asks for rules", async () => {
  const booking = await aSyncedBooking();
  await d1.prepare("UPDATE users SET rules_version = 2 WHERE id = ?").bind(booking.hostId).run();
  const stale = await rejection(moveBooking(db, booking, to(11), movedBy, LATER));
  expect(refusalOf(stale)).toBe("stale_rules");
  await moveBooking(db, booking, to(11, { rulesVersion: 2 }), movedBy, LATER);
  await d1.prepare("UPDATE users SET rules_version = 3 WHERE id = ?").bind(booking.hostId).run();
  await editBooking(db, await stored(booking), texts, "host", LATER);
  await cancelBooking(db, await stored(booking), "host", "", LATER);
  expect(await stored(booking)).toMatchObject({ revision: 4, status: "cancelled" });
});

test("R7.8 cancelling frees the time", async () => {
  const booking = await aSyncedBooking();
  await cancelBooking(db, booking, "guest", "I am ill", LATER);
  const range = { start: at(0), end: at(24) };
  expect(await listBookedTimes(db, booking.hostId, range, null)).toEqual([]);
  expect(await findBooking(db, booking)).toMatchObject({
    booking: { status: "cancelled", cancelledBy: "guest", cancelReason: "I am ill" },
    sync: { state: "pending", notBeforeAt: LATER },
  });
});

test("R7.8 what a guest wrote is stored as it was written", async () => {
  const booking = await aSyncedBooking();
  const odd = { ...texts, guestName: "日本 'Robert'); --", guestNotes: "a\nb\t“c”\u{1F600}" };
  await editBooking(db, booking, odd, "guest", LATER);
  expect((await stored(booking)).guest).toMatchObject({
    name: odd.guestName,
    notes: odd.guestNotes,
    email: "grace@example.com",
  });
});

// ---------------------------------------------------------------- another calendar

test("D4.9 another calendar is chosen from the next generation of the event on; what there was stays known", async () => {
  const booking = await aSyncedBooking();
  const before = await eventRows(booking);
  await chooseCalendar(db, booking, CHOSEN, LATER);
  expect((await stored(booking)).chosenCalendar).toEqual(CHOSEN);
  expect(await eventRows(booking)).toEqual(before);
});

test("D4.6 the newest event tells what Google shows of it", async () => {
  const booking = await aSyncedBooking();
  const { hostId } = booking;
  expect(await findNewestEvent(db, booking)).toMatchObject({ time: null, isGone: false });
  await d1
    .prepare(
      "UPDATE calendar_events SET written_starts_at = ?, written_ends_at = ?, gone_at = ? WHERE host_id = ?",
    )
    .bind(at(15), at(16), NOW, hostId)
    .run();
  expect(await findNewestEvent(db, booking)).toMatchObject({
    time: { start: at(15), end: at(16) },
    isGone: true,
  });
  expect(await findNewestEvent(db, { hostId, id: bookingId(7) })).toBeNull();
});

test("R7.9 a long history is told from its beginning, oldest first", async () => {
  const booking = await aSyncedBooking();
  for (let n = 0; n < 12; n++) {
    await editBooking(db, await stored(booking), texts, "host", LATER + n * MINUTE_MS);
  }
  const history = await listHistory(db, booking);
  expect(history.map(({ revision }) => revision)).toEqual(
    Array.from({ length: 13 }, (_, n) => n + 1),
  );
});

test("R7.8 a move remembers whether Google could say that the host is free", async () => {
  const booking = await aSyncedBooking();
  await moveBooking(db, booking, to(11, { busyTimesChecked: false }), movedBy, LATER);
  expect((await findBooking(db, booking))?.busyTimesChecked).toBe(false);
});

test.each<[string, Partial<BookingTexts>, { titleRevision: number; placeRevision: number }]>([
  ["notes alone", { guestNotes: "Anew" }, { titleRevision: 1, placeRevision: 1 }],
  ["the title", { title: "Anew" }, { titleRevision: 2, placeRevision: 1 }],
  ["the guest's name", { guestName: "Anew" }, { titleRevision: 2, placeRevision: 1 }],
  ["the place", { locationDetail: "Anew" }, { titleRevision: 1, placeRevision: 2 }],
])("D4.6 an edit of %s decides nothing else anew", async (_what, changes, decided) => {
  const booking = await aSyncedBooking();
  const { title, guest, location } = booking;
  const same = {
    title,
    guestName: guest.name,
    guestNotes: guest.notes,
    locationDetail: location.detail,
  };
  await editBooking(db, booking, { ...same, ...changes }, "guest", LATER);
  expect(await stored(booking)).toMatchObject({ ...decided, textRevision: 2, timeRevision: 1 });
});

test("R7.8 which decision made a revision can be told", async () => {
  const booking = await aSyncedBooking();
  await putTimeBack(db, booking, LATER);
  expect(await wasMadeBy(db, booking, 2, "time_put_back")).toBe(true);
  expect(await wasMadeBy(db, booking, 2, "restored")).toBe(false);
  expect(await wasMadeBy(db, booking, 3, "time_put_back")).toBe(false);
});
