// What the property tests try: places and dates on which clocks play tricks, and schedules and slot
// rules for them. fast-check prints seed and path of a case that fails; pass both to `fc.assert` to
// see it again.
import fc from "fast-check";
import type { DateOverride, Schedule, WallRange } from "./schedule.ts";
import type { BookingLimits, BookingWindow, SlotRules } from "./slots.ts";
import { addDays, listTimeZones } from "./time-zone.ts";

/** A zone, and a date on which something happens there. */
export interface Place {
  zone: string;
  date: string;
}

/** A stretch of real time around a date; whole minutes. */
export interface Stretch {
  start: number;
  end: number;
}

const MINUTES_A_DAY = 1440;
const NO_LIMITS: BookingLimits = { perDay: null, perWeek: null };
/** All clock changes since 2012 are on such minutes. */
export const TICK_MINUTES = 5;

// Shrinking a slow case must not run into the test's time-out, which would hide its seed.
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 });

/** Where others have gone wrong: no property is tried without each of them. */
export const PLACES: readonly Place[] = [
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
  ["America/Havana", "2026-03-08"],
  ["Asia/Kathmandu", "2026-05-05"],
  ["Pacific/Chatham", "2026-09-27"],
  ["Antarctica/Troll", "2026-03-29"],
  ["Antarctica/Troll", "2026-10-25"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Africa/Casablanca", "2026-03-22"],
  ["Asia/Gaza", "2026-03-28"],
  ["America/Nuuk", "2026-03-28"],
  ["America/Vancouver", "2026-03-08"],
  ["America/Vancouver", "2026-11-01"],
  ["Asia/Tehran", "2021-03-22"],
  ["America/Phoenix", "2026-03-08"],
  ["Pacific/Kiritimati", "2026-12-31"],
  ["Etc/GMT+12", "2026-12-31"],
  ["UTC", "2026-03-01"],
].map(([zone = "", date = ""]) => ({ zone, date }));

/** One of those above, or any date of the years 2012 to 2036 in any zone there is. */
export function anyPlace(): fc.Arbitrary<Place> {
  const anywhere = fc.record({
    zone: fc.constantFrom(...listTimeZones()),
    date: fc.integer({ min: 0, max: 9_130 }).map((days) => addDays("2012-01-01", days)),
  });
  return fc.oneof(fc.constantFrom(...PLACES), anywhere);
}

/**
 * Tries a property everywhere: a few cases in each of the places, and some anywhere.
 * @param casesAt the cases to try for a place
 */
export function holdsEverywhere<T>(
  casesAt: (place: Place) => fc.Arbitrary<T>,
  property: (example: T) => void,
  { casesAPlace = 4, casesAnywhere = 40 } = {},
): void {
  for (const place of PLACES) {
    fc.assert(fc.property(casesAt(place), property), { numRuns: casesAPlace });
  }
  fc.assert(fc.property(anyPlace().chain(casesAt), property), { numRuns: casesAnywhere });
}

/** Meetings of half an hour, one after the other, at once and for a year to come. */
export function plainSlotRules(schedule: Schedule, changes: Partial<SlotRules> = {}): SlotRules {
  return {
    schedule,
    durationMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minimumNoticeMinutes: 0,
    bookingWindow: { kind: "rolling", days: 366 },
    limits: NO_LIMITS,
    slotStepMinutes: 30,
    ...changes,
  };
}

/** Any rules an event type may have, with hours and overrides about the place's date. */
export function slotRulesAt(place: Place): fc.Arbitrary<SlotRules> {
  return fc.record({
    schedule: schedulesAt(place),
    durationMinutes: ticks(1, 24),
    bufferBeforeMinutes: orNone(59),
    bufferAfterMinutes: orNone(59),
    minimumNoticeMinutes: orNone(1_999),
    bookingWindow: bookingWindowsAt(place.date),
    limits: bookingLimits(),
    slotStepMinutes: ticks(1, 20),
  });
}

/** Of a few days after today, or from one date near the place's to another. */
function bookingWindowsAt(date: string): fc.Arbitrary<BookingWindow> {
  const rolling = fc.record({ kind: fc.constant("rolling" as const), days: fc.nat(3) });
  const range = fc
    .record({ first: fc.integer({ min: -3, max: 2 }), length: fc.nat(4) })
    .map(({ first, length }) => ({
      kind: "range" as const,
      firstDay: addDays(date, first),
      lastDay: addDays(date, first + length),
    }));
  return fc.oneof({ weight: 2, arbitrary: rolling }, { weight: 1, arbitrary: range });
}

function bookingLimits(): fc.Arbitrary<BookingLimits> {
  const limits = fc.record({
    perDay: fc.option(fc.integer({ min: 1, max: 3 })),
    perWeek: fc.option(fc.integer({ min: 1, max: 6 })),
  });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(NO_LIMITS) },
    { weight: 1, arbitrary: limits },
  );
}

/** Dates up to nine days from `date`, some more than once. */
export function datesBookedAbout(date: string): fc.Arbitrary<string[]> {
  const days = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -9, max: 9 }));
  return fc.array(
    days.map((count) => addDays(date, count)),
    { maxLength: 8 },
  );
}

/** Hours of every weekday, some of them none, and an override or two about the place's date. */
export function schedulesAt({ zone, date }: Place): fc.Arbitrary<Schedule> {
  return fc.record({
    timeZone: fc.constant(zone),
    weeklyHours: fc
      .tuple(...Array.from({ length: 7 }, () => hoursOfADay()))
      .map((days) =>
        days.flatMap((hours, index) => hours.map((range) => ({ weekday: index + 1, ...range }))),
      ),
    overrides: fc.oneof(
      { weight: 2, arbitrary: fc.constant<DateOverride[]>([]) },
      { weight: 1, arbitrary: overridesAt(date) },
    ),
  });
}

/** Sound hours of one day: nights and early mornings, where clocks change, more often than not. */
function hoursOfADay(): fc.Arbitrary<WallRange[]> {
  const twoRanges = fc
    .record({
      from: fc.nat(29),
      night: fc.integer({ min: 1, max: 60 }),
      pause: fc.nat(119),
      evening: fc.integer({ min: 1, max: 40 }),
      order: fc.constantFrom("kept", "reversed"),
      end: fc.constantFrom("early", "midnight"),
    })
    .map(({ from, night, pause, evening, order, end }) => {
      const starts = [from, from + night + pause].map((tick) => tick * TICK_MINUTES);
      const ends = [(from + night) * TICK_MINUTES, (from + night + pause + evening) * TICK_MINUTES];
      if (end === "midnight") ends[1] = MINUTES_A_DAY;
      const hours = starts.map((fromMinutes, index) => ({
        fromMinutes,
        toMinutes: ends[index] ?? MINUTES_A_DAY,
      }));
      return order === "kept" ? hours : hours.reverse();
    });
  return fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constant<WallRange[]>([{ fromMinutes: 0, toMinutes: MINUTES_A_DAY }]),
    },
    { weight: 1, arbitrary: fc.constant<WallRange[]>([]) },
    { weight: 4, arbitrary: twoRanges },
  );
}

/** A stretch about `around`, up to 29 hours longer on either side. */
export function stretchesAbout(around: Stretch): fc.Arbitrary<Stretch> {
  const hours = fc.nat(29).map((count) => count * 3_600_000);
  return fc
    .tuple(hours, hours)
    .map(([before, after]) => ({ start: around.start - before, end: around.end + after }));
}

function overridesAt(date: string): fc.Arbitrary<DateOverride[]> {
  const dates = fc.nat(2).map((days) => addDays(date, days));
  return fc.oneof(
    fc.record({ from: fc.constant(date), to: dates, ranges: hoursOfADay() }).map((one) => [one]),
    fc.tuple(hoursOfADay(), hoursOfADay()).map(([before, after]) => [
      { from: addDays(date, 1), to: addDays(date, 2), ranges: after },
      { from: addDays(date, -1), to: date, ranges: before },
    ]),
  );
}

function ticks(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max }).map((count) => count * TICK_MINUTES);
}

function orNone(max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constant(0), fc.nat(max));
}
