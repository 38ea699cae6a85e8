import { expect, test } from "vitest";
import type { Reason } from "../../domain/slot-reasons.ts";
import { explainedTimes, type Named } from "./reason-text.ts";

const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const named: Named = {
  zone: "UTC",
  bookings: [{ id: "b", guestName: "Grace", meeting: { start: at("10:00"), end: at("10:30") } }],
  calendars: [{ calendarId: "c", name: "Work" }],
  rules: { minimumNoticeMinutes: 90, limits: { perDay: 1, perWeek: 5 } },
};
const texts = (...reasons: Reason[]) =>
  explainedTimes([{ start: at("09:00"), reasons }], named)[0]?.texts;

test("R7.6 times of which the same is to be said are one line, offered ones each by its time", () => {
  const outside: Reason[] = [{ kind: "outsideHours" }];
  const starts = ["07:00", "08:00", "09:00", "10:00", "11:00"].map((time, n) => ({
    start: at(time),
    reasons: n === 2 || n === 3 ? [] : outside,
  }));
  expect(explainedTimes(starts, named)).toEqual([
    { times: "07:00 – 08:00", isOffered: false, texts: ["Outside your hours."] },
    { times: "09:00, 10:00", isOffered: true, texts: [] },
    { times: "11:00", isOffered: false, texts: ["Outside your hours."] },
  ]);
});

test("R7.6 what stands in the way is called by its name", () => {
  expect(texts({ kind: "booked", bookingId: "b", isBuffer: false })).toEqual([
    "Booked by Grace (10:00 – 10:30).",
  ]);
  expect(texts({ kind: "booked", bookingId: "b", isBuffer: true })).toEqual([
    "Too near to the booking of Grace (10:00 – 10:30), because of buffers.",
  ]);
  expect(texts({ kind: "busy", calendarId: "c", isBuffer: false })).toEqual([
    "Busy in your calendar “Work”.",
  ]);
  expect(texts({ kind: "busy", calendarId: "gone", isBuffer: true })).toEqual([
    "Too near to something in your calendar “gone”, because of buffers.",
  ]);
});

test("R7.6 rules are told with their numbers", () => {
  expect(texts({ kind: "tooSoon" }, { kind: "limitReached", per: "day" })).toEqual([
    "Sooner than your minimum notice of 1 h 30 min.",
    "This day has its 1 of this event type already.",
  ]);
  expect(texts({ kind: "limitReached", per: "week" })).toEqual([
    "This week has its 5 of this event type already.",
  ]);
});

test("R7.6 outside the hours nothing else is told, and nothing twice", () => {
  const busy: Reason = { kind: "busy", calendarId: "c", isBuffer: false };
  expect(texts({ kind: "outsideHours" }, { kind: "past" }, busy)).toEqual(["Outside your hours."]);
  expect(texts(busy, busy)).toEqual(["Busy in your calendar “Work”."]);
});
