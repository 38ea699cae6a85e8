import { expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import { contentOf, eventIdOf, newEventRecord } from "./calendar-event.ts";

const HOST = { name: "Ada Lovelace" };
const LINK = "https://slotkeeper.test/b/link";

test("D4.5 an event id holds nothing but what calendars take in ids, for any generation", () => {
  for (const generation of [1, 2, 10, 31, 1_000_000]) {
    const id = eventIdOf(aBooking().id, generation);
    expect(id).toBe(`b0123456789abcdef0123456789abcdefg${generation}`);
    expect(id).toMatch(/^[a-v0-9]{5,1024}$/);
  }
});

test("D4.5 no two generations and no two bookings share an event id", () => {
  const bookings = [aBooking().id, "1".repeat(32), `${"1".repeat(31)}2`];
  const ids = bookings.flatMap((id) => [1, 2, 11, 12, 21, 111].map((at) => eventIdOf(id, at)));
  expect(new Set(ids).size).toBe(ids.length);
});

test("D4.5 a new record was never attempted and takes nothing but the calendar from where it goes", () => {
  const destination = { connectionId: "c1", calendarId: "ada@example.com", goneAt: 5, etag: "x" };
  expect(newEventRecord(aBooking().id, 3, destination)).toEqual({
    generation: 3,
    connectionId: "c1",
    calendarId: "ada@example.com",
    eventId: eventIdOf(aBooking().id, 3),
    wanted: "present",
    etag: null,
    firstAttemptedAt: null,
    insertUnresolved: false,
    confirmedAt: null,
    misses: 0,
    goneAt: null,
    goneChecks: 0,
    written: { revision: 0, time: null, title: null, place: null },
  });
});

test("R3.2 an event holds title, time and zone, guest and host, notes and the guest's link", () => {
  const booking = aBooking({ guest: { ...aBooking().guest, notes: "About\nengines" } });
  const content = contentOf(booking, HOST, LINK, 2);
  expect(content).toMatchObject({
    title: "30 minute meeting: Grace Hopper and Ada Lovelace",
    time: booking.meeting,
    timeZone: "Europe/London",
    marker: { bookingId: booking.id, revision: 1, generation: 2 },
  });
  expect(content.description).toContain("Grace Hopper with Ada Lovelace");
  expect(content.description).toContain("About\nengines");
  expect(content.description).toContain(LINK);
});

test("R3.2 without notes nothing is said of notes", () => {
  expect(contentOf(aBooking(), HOST, LINK, 1).description).not.toContain("Notes");
});

test("D4.7 the guest is invited by Google only when Google is the inviter", () => {
  expect(contentOf(aBooking(), HOST, LINK, 1).invite).toEqual({
    name: "Grace Hopper",
    email: "grace@example.com",
  });
  expect(contentOf(aBooking({ inviter: "own" }), HOST, LINK, 1).invite).toBeNull();
});

test("R3.3 a Meet link is asked for when the place is Google Meet, and only then", () => {
  const at = (kind: "google_meet" | "phone" | "in_person" | "link", detail: string) => {
    const { withMeet, place } = contentOf(aBooking({ location: { kind, detail } }), HOST, LINK, 1);
    return [withMeet, place];
  };
  expect(at("google_meet", "left over")).toEqual([true, null]);
  expect(at("phone", "+44 20 7946 0000")).toEqual([false, "+44 20 7946 0000"]);
  expect(at("in_person", "St James's Square")).toEqual([false, "St James's Square"]);
  expect(at("link", "")).toEqual([false, null]);
});

test("R3.2 R7.5 an event says what the guest answered, each answer below its question", () => {
  const answers = [
    { question: "What about?", answer: "Engines" },
    { question: "Tell more", answer: "one\ntwo" },
  ];
  const { description } = contentOf(aBooking({ answers }), HOST, LINK, 1);
  expect(description).toBe(
    `30 minute meeting of Grace Hopper with Ada Lovelace\n\nWhat about?\nEngines\n\nTell more\none\ntwo\n\nChange or cancel this booking:\n${LINK}`,
  );
});

test.each(["x", "&", "😀", "<b>"])(
  "R3.2 R7.5 however much %s was answered, a description stays within what calendars take, its link whole",
  (text) => {
    const answer = text.repeat(2000 / text.length);
    const answers = Array.from({ length: 20 }, (_, at) => ({ question: `Question ${at}`, answer }));
    const { description } = contentOf(aBooking({ answers }), HOST, LINK, 1);
    const written = description.replaceAll(/[&<>]/g, "12345");
    expect(written.length).toBeLessThanOrEqual(8192);
    expect(written.length).toBeGreaterThan(7900);
    expect(description.isWellFormed()).toBe(true);
    expect(description.endsWith(`Change or cancel this booking:\n${LINK}`)).toBe(true);
    expect(description).toContain("(Shortened");
  },
);
