import { expect, test } from "vitest";
import { blockOf, conflicts, findSlot, listSlots, type SlotRules, type Taken } from "./slots.ts";
import { dayInterval } from "./time-zone.ts";

// Each property holds for random rules in every zone below, around dates on which clocks change.
// What the rules mean is worked out here a second time: minute by minute and by Intl, without
// Temporal. Times are whole multiples of five minutes, as all clock changes since 2010 are.

const MINUTE_MS = 60_000;
const TICK_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ROUNDS = 4;

const PLACES: [zone: string, date: string][] = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["America/Los_Angeles", "2027-03-14"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Pacific/Apia", "2011-12-30"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-30"],
  ["America/Santiago", "2026-09-06"],
  ["America/Santiago", "2026-04-05"],
  ["Asia/Beirut", "2026-03-29"],
  ["America/Havana", "2026-11-01"],
  ["Asia/Kathmandu", "2026-05-05"],
  ["Pacific/Chatham", "2026-09-27"],
  ["Antarctica/Troll", "2026-03-29"],
  ["Antarctica/Troll", "2026-10-25"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Africa/Casablanca", "2026-03-22"],
  ["Asia/Gaza", "2026-03-28"],
  ["America/Nuuk", "2026-03-28"],
  ["Asia/Tehran", "2021-03-22"],
  ["America/Phoenix", "2026-03-08"],
  ["Pacific/Kiritimati", "2026-12-31"],
  ["Etc/GMT+12", "2026-12-31"],
  ["UTC", "2026-03-01"],
];

interface Case {
  name: string;
  rules: SlotRules;
  taken: Taken;
  now: number;
  range: { start: number; end: number };
  random: (below: number) => number;
}

function forEachCase(property: (example: Case) => void): void {
  for (const [index, [zone, date]] of PLACES.entries()) {
    for (let round = 0; round < ROUNDS; round++) {
      const random = randomNumbers(index * 100 + round + 1);
      property(randomCase(zone, date, random));
    }
  }
}

test("R7.6 listing agrees with a check of every fifth minute against the rules as worded", () => {
  let listed = 0;
  forEachCase((example) => {
    const { name, rules, taken, now, range } = example;
    const slots = listSlots(rules, taken, now, range);
    listed += slots.length;
    expect([name, slots.map((slot) => utc(slot.start))]).toEqual([
      name,
      expectedStarts(example).map(utc),
    ]);
    expect(slots.every((slot) => slot.end - slot.start === rules.durationMinutes * MINUTE_MS)).toBe(
      true,
    );
  });
  expect(listed).toBeGreaterThan(1000);
});

test("R7.6 a slot is found at an instant if and only if it is listed", () => {
  forEachCase(({ name, rules, taken, now, range }) => {
    const listed = new Map(
      listSlots(rules, taken, now, range).map((slot) => [slot.start, slot] as const),
    );
    // 35 minutes: starts on every five minutes of the hour, at a seventh of the time.
    const others: number[] = [];
    for (let start = range.start; start < range.end; start += 7 * TICK_MS) others.push(start);
    for (const start of [...listed.keys(), ...others]) {
      const slot = findSlot(rules, taken, now, start);
      expect([name, utc(start), slot]).toEqual([name, utc(start), listed.get(start) ?? null]);
    }
  });
});

test("R7.6 listing two ranges that touch is listing their union", () => {
  forEachCase(({ name, rules, taken, now, range, random }) => {
    const middle = range.start + random((range.end - range.start) / MINUTE_MS) * MINUTE_MS;
    const first = listSlots(rules, taken, now, { ...range, end: middle });
    const second = listSlots(rules, taken, now, { ...range, start: middle });
    expect([name, [...first, ...second]]).toEqual([name, listSlots(rules, taken, now, range)]);
  });
});

test("R7.6 one more busy time or booking never adds a slot", () => {
  let takenAway = 0;
  forEachCase(({ name, rules, taken, now, range, random }) => {
    const before = listSlots(rules, taken, now, range);
    const more = randomMeeting(range, random);
    const busier = { ...taken, busy: [...taken.busy, more] };
    const booking = { meeting: more, block: blockOf(more, random(4) * 10, random(4) * 10) };
    const fuller = { ...taken, bookings: [...taken.bookings, booking] };
    for (const nowTaken of [busier, fuller]) {
      const after = listSlots(rules, nowTaken, now, range);
      expect([name, after.filter((slot) => !holds(before, slot))]).toEqual([name, []]);
      takenAway += before.length - after.length;
    }
  });
  expect(takenAway).toBeGreaterThan(100);
});

test("R7.6 a longer notice, longer buffers and a shorter window never add a slot", () => {
  forEachCase(({ name, rules, taken, now, range, random }) => {
    const before = listSlots(rules, taken, now, range);
    const stricter: SlotRules[] = [
      { ...rules, minimumNoticeMinutes: rules.minimumNoticeMinutes + random(1440) },
      { ...rules, bufferBeforeMinutes: rules.bufferBeforeMinutes + random(60) },
      { ...rules, bufferAfterMinutes: rules.bufferAfterMinutes + random(60) },
      { ...rules, bookingWindow: { kind: "rolling", days: 0 } },
      { ...rules, limits: { perDay: 1 + random(3), perWeek: 1 + random(9) } },
    ];
    for (const rules of stricter) {
      const after = listSlots(rules, taken, now, range);
      expect([name, after.filter((slot) => !holds(before, slot))]).toEqual([name, []]);
    }
  });
});

test("R7.7 a slot once booked is offered no more, nor is anything that conflicts with it", () => {
  forEachCase(({ name, rules, taken, now, range, random }) => {
    const slots = listSlots(rules, taken, now, range);
    const chosen = slots[random(slots.length)];
    if (!chosen) return;
    const booking = bookedBy(rules, chosen);
    const after = listSlots(
      rules,
      { ...taken, bookings: [...taken.bookings, booking] },
      now,
      range,
    );
    expect(findSlot(rules, { ...taken, bookings: [booking] }, now, chosen.start)).toBeNull();
    const left = slots.filter((slot) => !conflicts(bookedBy(rules, slot), booking));
    expect([name, after]).toEqual([name, left]);
  });
});

/** The starts in the range, by looking at every fifth minute and taking the rules by their words. */
function expectedStarts({ rules, taken, now, range }: Case): number[] {
  const windowDays = rules.bookingWindow.kind === "rolling" ? rules.bookingWindow.days : 0;
  const zone = rules.schedule.timeZone;
  const today = wallClock(now, zone).day;
  const starts: number[] = [];
  for (let start = range.start; start < range.end; start += TICK_MS) {
    if (start < now + rules.minimumNoticeMinutes * MINUTE_MS) continue;
    if (wallClock(start, zone).day - today > windowDays) continue;
    const slot = { start, end: start + rules.durationMinutes * MINUTE_MS };
    if (!isOpenThroughout(rules, slot) || !isOnStep(rules, start)) continue;
    const { meeting, block } = bookedBy(rules, slot);
    const meets = (a: { start: number; end: number }, b: { start: number; end: number }) =>
      a.start < b.end && b.start < a.end;
    if (taken.busy.some((busy) => meets(busy, block))) continue;
    if (taken.bookings.some((other) => meets(other.meeting, block) || meets(other.block, meeting)))
      continue;
    starts.push(start);
  }
  return starts;
}

function isOpenThroughout(rules: SlotRules, slot: { start: number; end: number }): boolean {
  for (let tick = slot.start; tick < slot.end; tick += TICK_MS) {
    if (!isOpen(rules, tick)) return false;
  }
  return true;
}

/** Steps are counted from where the hours of the same date begin, without a break. */
function isOnStep(rules: SlotRules, start: number): boolean {
  const { day } = wallClock(start, rules.schedule.timeZone);
  let opening = start;
  while (
    isOpen(rules, opening - TICK_MS) &&
    wallClock(opening - TICK_MS, rules.schedule.timeZone).day === day
  ) {
    opening -= TICK_MS;
  }
  return (start - opening) % (rules.slotStepMinutes * MINUTE_MS) === 0;
}

function isOpen({ schedule }: SlotRules, instant: number): boolean {
  const { day, date, minutes } = wallClock(instant, schedule.timeZone);
  const override = schedule.overrides.find(({ from, to }) => from <= date && date <= to);
  const weekday = ((day + 3) % 7) + 1;
  const hours = override?.ranges ?? schedule.weeklyHours.filter((some) => some.weekday === weekday);
  return hours.some(({ fromMinutes, toMinutes }) => fromMinutes <= minutes && minutes < toMinutes);
}

const clocks = new Map<
  string,
  (instant: number) => { day: number; date: string; minutes: number }
>();

/** Day since 1970, date and minutes after midnight, by Intl. */
function wallClock(instant: number, zone: string) {
  const known = clocks.get(zone) ?? newClock(zone);
  clocks.set(zone, known);
  return known(instant);
}

function newClock(timeZone: string) {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const seen = new Map<number, { day: number; date: string; minutes: number }>();
  return (instant: number) => {
    const known = seen.get(instant);
    if (known) return known;
    const [date = "", clock = ""] = format.format(instant).split(" ");
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    const wall = { day: Date.parse(date) / DAY_MS, date, minutes: hours * 60 + minutes };
    seen.set(instant, wall);
    return wall;
  };
}

function randomCase(zone: string, date: string, random: (below: number) => number): Case {
  const around = dayInterval(date, zone);
  const range = {
    start: around.start - random(30) * HOUR_MS,
    end: around.end + random(30) * HOUR_MS,
  };
  const rules: SlotRules = {
    schedule: {
      timeZone: zone,
      weeklyHours: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
        randomHours(random).map((range) => ({ weekday, ...range })),
      ),
      overrides: random(3) === 0 ? [{ from: date, to: date, ranges: randomHours(random) }] : [],
    },
    durationMinutes: 5 * (1 + random(24)),
    bufferBeforeMinutes: random(2) * random(60),
    bufferAfterMinutes: random(2) * random(60),
    minimumNoticeMinutes: random(2) * random(2000),
    bookingWindow: { kind: "rolling", days: random(4) },
    limits: { perDay: null, perWeek: null },
    slotStepMinutes: 5 * (1 + random(20)),
  };
  const bookings = Array.from({ length: random(5) }, () => {
    const meeting = randomMeeting(range, random);
    return { meeting, block: blockOf(meeting, random(60), random(60)) };
  });
  const busy = Array.from({ length: random(5) }, () => randomMeeting(range, random));
  const now = range.start - random(48) * HOUR_MS + random(HOUR_MS);
  return {
    name: `${zone} ${date}`,
    rules,
    taken: { bookings, busy, datesBooked: [] },
    now,
    range,
    random,
  };
}

/** Sound hours of one day: nights and early mornings, where clocks change, more often than not. */
function randomHours(random: (below: number) => number) {
  const kind = random(4);
  if (kind === 0) return [{ fromMinutes: 0, toMinutes: 1440 }];
  const night = 5 * random(30);
  const morning = night + 5 * (1 + random(60));
  const evening = morning + 5 * random(120);
  const hours = [
    { fromMinutes: night, toMinutes: morning },
    { fromMinutes: evening, toMinutes: kind === 1 ? 1440 : evening + 5 * (1 + random(40)) },
  ];
  return kind === 2 ? hours.reverse() : hours;
}

function randomMeeting(range: { start: number; end: number }, random: (below: number) => number) {
  const start = range.start + random((range.end - range.start) / MINUTE_MS) * MINUTE_MS;
  return { start, end: start + (1 + random(90)) * MINUTE_MS };
}

function bookedBy(rules: SlotRules, meeting: { start: number; end: number }) {
  return {
    meeting,
    block: blockOf(meeting, rules.bufferBeforeMinutes, rules.bufferAfterMinutes),
  };
}

function holds(slots: { start: number }[], slot: { start: number }): boolean {
  return slots.some(({ start }) => start === slot.start);
}

function utc(instant: number): string {
  return new Date(instant).toISOString();
}

/** Whole numbers from 0 up to `below`, the same ones for the same seed (mulberry32). */
function randomNumbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
