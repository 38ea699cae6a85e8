import fc from "fast-check";
import { expect, test } from "vitest";
import type { Interval } from "./interval.ts";
import { explainDay } from "./slot-reasons.ts";
import {
  datesBookedAbout,
  holdsEverywhere,
  type Place,
  slotRulesAt,
  stretchesAbout,
  TICK_MINUTES,
} from "./slot-rules.fixtures.ts";
import {
  type BookedTime,
  type BookingWindow,
  blockOf,
  conflicts,
  findSlot,
  listSlots,
  type SlotRules,
  slotsByDay,
} from "./slots.ts";
import { bookedBy, expectedStarts, isOnStep, type SlotCase } from "./slots-as-worded.fixtures.ts";
import { addDays, dayInterval, listTimeZones, localDay } from "./time-zone.ts";
import { wallClock } from "./wall-clock.fixtures.ts";

// Invariants that concern hours alone are in availability.properties.test.ts.

const MINUTE_MS = 60_000;
const TICK_MS = TICK_MINUTES * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

test("R7.6 invariant 1: slots are exactly the starts inside the host's hours, clear of busy times and buffers, that the rules as worded allow", () => {
  let listed = 0;
  holdsEverywhere(casesAt, (example) => {
    const starts = list(example).map((slot) => utc(slot.start));
    listed += starts.length;
    expect(starts).toEqual(expectedStarts(example).map(utc));
  });
  expect(listed).toBeGreaterThan(500);
});

test("R7.6 invariant 1: a slot is found at an instant if and only if it is listed", () => {
  holdsEverywhere(casesAt, ({ rules, taken, now, range }) => {
    const listed = new Map(
      listSlots(rules, taken, now, range).map((slot) => [slot.start, slot] as const),
    );
    // 35 minutes: starts on every five minutes of the hour, at a seventh of the time.
    const others: number[] = [];
    for (let start = range.start; start < range.end; start += 7 * TICK_MS) others.push(start);
    for (const start of [...listed.keys(), ...others]) {
      const slot = findSlot(rules, taken, now, start);
      expect([utc(start), slot]).toEqual([utc(start), listed.get(start) ?? null]);
    }
  });
});

test("R7.6 invariant 2: listing two ranges that touch is listing their union", () => {
  holdsEverywhere(withMore({ cut: fc.nat(999) }), ({ example, cut }) => {
    const { start, end } = example.range;
    const middle = start + Math.floor(((end - start) / 1_000 / MINUTE_MS) * cut) * MINUTE_MS;
    const first = list({ ...example, range: { start, end: middle } });
    const second = list({ ...example, range: { start: middle, end } });
    expect([...first, ...second]).toEqual(list(example));
  });
});

test("R7.4 invariant 5: the guest's zone changes the dates that slots stand under, never the slots", () => {
  const guestZone = fc.constantFrom(...listTimeZones());
  holdsEverywhere(withMore({ guestZone }), ({ example, guestZone }) => {
    const slots = list(example);
    const days = slotsByDay(slots, guestZone);
    expect([...days.values()].flat()).toEqual(slots);
    expect([...days.keys()]).toEqual([...days.keys()].sort());
    for (const [date, under] of days) {
      expect(under.map((slot) => wallClock(slot.start, guestZone).date)).toEqual(
        under.map(() => date),
      );
    }
  });
});

test("R7.6 invariant 6: every slot lasts the duration in elapsed time, whatever the clocks do", () => {
  holdsEverywhere(casesAt, (example) => {
    const lengths = list(example).map((slot) => (slot.end - slot.start) / MINUTE_MS);
    expect(lengths).toEqual(lengths.map(() => example.rules.durationMinutes));
  });
});

test("R7.6 invariant 7: slots are sorted, never twice, and on the step from where the hours begin", () => {
  holdsEverywhere(casesAt, (example) => {
    const starts = list(example).map((slot) => slot.start);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(starts.filter((start) => !isOnStep(example.rules, start))).toEqual([]);
  });
});

test("R7.6 invariant 9: one more busy time or booking never adds a slot", () => {
  let takenAway = 0;
  const more = { where: fc.nat(999), time: bookedTimes() };
  holdsEverywhere(withMore(more), ({ example, where, time }) => {
    const before = list(example);
    const added = placed(time, example.range, where);
    const { taken } = example;
    for (const nowTaken of [
      { ...taken, busy: [...taken.busy, added.meeting] },
      { ...taken, bookings: [...taken.bookings, added] },
      { ...taken, datesBooked: [...taken.datesBooked, dateOf(added, example)] },
    ]) {
      const after = list({ ...example, taken: nowTaken });
      expect(after.filter((slot) => !holds(before, slot))).toEqual([]);
      takenAway += before.length - after.length;
    }
  });
  expect(takenAway).toBeGreaterThan(20);
});

test("R7.6 invariant 9: a longer notice, longer buffers, a shorter window and lower limits never add a slot", () => {
  const stricter = fc.record({
    minimumNoticeMinutes: fc.nat(1_440),
    bufferBeforeMinutes: fc.nat(60),
    bufferAfterMinutes: fc.nat(60),
    days: fc.nat(3),
    perDay: fc.integer({ min: 1, max: 3 }),
    perWeek: fc.integer({ min: 1, max: 6 }),
  });
  holdsEverywhere(withMore({ stricter }), ({ example, stricter }) => {
    const before = list(example);
    const { rules } = example;
    const changes: Partial<SlotRules>[] = [
      { minimumNoticeMinutes: rules.minimumNoticeMinutes + stricter.minimumNoticeMinutes },
      { bufferBeforeMinutes: rules.bufferBeforeMinutes + stricter.bufferBeforeMinutes },
      { bufferAfterMinutes: rules.bufferAfterMinutes + stricter.bufferAfterMinutes },
      { bookingWindow: shortened(rules.bookingWindow, stricter.days) },
      { limits: { ...rules.limits, perDay: Math.min(stricter.perDay, rules.limits.perDay ?? 3) } },
      {
        limits: { ...rules.limits, perWeek: Math.min(stricter.perWeek, rules.limits.perWeek ?? 6) },
      },
    ];
    for (const change of changes) {
      const after = list({ ...example, rules: { ...rules, ...change } });
      expect([change, after.filter((slot) => !holds(before, slot))]).toEqual([change, []]);
    }
  });
});

test("R7.6 invariant 10: a date that the zone skipped has no slot", () => {
  for (const place of [
    { zone: "Pacific/Apia", date: "2011-12-30" },
    { zone: "Pacific/Kwajalein", date: "1993-08-21" },
  ]) {
    fc.assert(
      fc.property(casesAt(place), (example) => {
        expect(list({ ...example, range: dayInterval(place.date, place.zone) })).toEqual([]);
        const days = slotsByDay(list(example), place.zone);
        expect(days.has(place.date)).toBe(false);
      }),
    );
  }
});

test("R7.7 a slot once booked is offered no more, nor is anything that conflicts with it", () => {
  let booked = 0;
  holdsEverywhere(withMore({ choice: fc.nat() }), ({ example, choice }) => {
    const { rules, taken, now } = example;
    const slots = list(example);
    const chosen = slots[choice % slots.length];
    if (!chosen) return;
    booked++;
    const booking = bookedBy(rules, chosen);
    const after = list({ ...example, taken: { ...taken, bookings: [...taken.bookings, booking] } });
    expect(findSlot(rules, { ...taken, bookings: [booking] }, now, chosen.start)).toBeNull();
    expect(after).toEqual(slots.filter((slot) => !conflicts(bookedBy(rules, slot), booking)));
  });
  expect(booked).toBeGreaterThan(20);
});

function list({ rules, taken, now, range }: SlotCase): Interval[] {
  return listSlots(rules, taken, now, range);
}

function shortened(window: BookingWindow, days: number): BookingWindow {
  if (window.kind === "rolling") return { ...window, days: Math.max(0, window.days - days) };
  const [firstDay = window.firstDay] = [addDays(window.firstDay, days), window.lastDay].sort();
  return { ...window, firstDay };
}

function dateOf({ meeting }: BookedTime, { rules }: SlotCase): string {
  return wallClock(meeting.start, rules.schedule.timeZone).date;
}

/** Rules, up to four bookings and busy times, and a now shortly before, about the place's date. */
function casesAt(place: Place): fc.Arbitrary<SlotCase> {
  const placedTimes = fc.array(fc.tuple(bookedTimes(), fc.nat(999)), { maxLength: 4 });
  return fc
    .record({
      rules: slotRulesAt(place),
      range: stretchesAbout(dayInterval(place.date, place.zone)),
      bookings: placedTimes,
      busy: placedTimes,
      datesBooked: datesBookedAbout(place.date),
      nowBefore: fc.record({ hours: fc.nat(47), ms: fc.nat(HOUR_MS - 1) }),
    })
    .map(({ rules, range, bookings, busy, datesBooked, nowBefore }) => ({
      rules,
      range,
      taken: {
        bookings: bookings.map(([time, where]) => placed(time, range, where)),
        busy: busy.map(([time, where]) => placed(time, range, where).meeting),
        datesBooked,
      },
      now: range.start - nowBefore.hours * HOUR_MS + nowBefore.ms,
    }));
}

/** Cases with whatever else a property needs. */
function withMore<T extends object>(more: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return (place: Place) =>
    fc.record({ example: casesAt(place), ...more } as {
      [K in keyof (T & { example: SlotCase })]: fc.Arbitrary<(T & { example: SlotCase })[K]>;
    });
}

/** A meeting of 1 to 90 minutes with buffers of up to an hour, from 0 on. */
function bookedTimes(): fc.Arbitrary<BookedTime> {
  return fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.nat(59), fc.nat(59))
    .map(([minutes, before, after]) => {
      const meeting = { start: 0, end: minutes * MINUTE_MS };
      return { meeting, block: blockOf(meeting, before, after) };
    });
}

/** The time moved into the range: to so many thousandths of it. */
function placed({ meeting, block }: BookedTime, range: Interval, where: number): BookedTime {
  const by =
    range.start + Math.floor(((range.end - range.start) * where) / 1_000 / MINUTE_MS) * MINUTE_MS;
  return {
    meeting: { start: meeting.start + by, end: meeting.end + by },
    block: { start: block.start + by, end: block.end + by },
  };
}

function holds(slots: Interval[], slot: Interval): boolean {
  return slots.some(({ start }) => start === slot.start);
}

function utc(instant: number): string {
  return new Date(instant).toISOString();
}

test("R7.6 the explanation of a day has no reason against a time if and only if it is offered", () => {
  holdsEverywhere(casesAt, ({ rules, taken, now, range }) => {
    const zone = rules.schedule.timeZone;
    const date = localDay((range.start + range.end) / 2, zone);
    const named = {
      ...taken,
      bookings: taken.bookings.map((booking) => ({ ...booking, id: "b" })),
      busy: taken.busy.map((time) => ({ ...time, calendarId: "c" })),
    };
    const explained = explainDay(rules, named, now, date);
    const offered = explained.filter(({ reasons }) => reasons.length === 0);
    const listed = listSlots(rules, taken, now, dayInterval(date, zone));
    expect(offered.map(({ start }) => utc(start))).toEqual(listed.map(({ start }) => utc(start)));
    expect(new Set(explained.map(({ start }) => start)).size).toBe(explained.length);
  });
});
