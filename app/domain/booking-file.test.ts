import { expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import type { Booking } from "./booking.ts";
import { bookingFile, type GuestsBooking } from "./booking-file.ts";

const NOW = Date.UTC(2026, 10, 22);
const LINK = "https://book.example.com/booking/a/b/k1.c";

/** The lines of the file, put together again (RFC 5545 section 3.1). */
function linesOf(changes: Partial<Booking>, more: Partial<GuestsBooking> = {}): string[] {
  const about = { hostName: "Ada Lovelace", generation: 1, meetLink: null, guestLink: LINK };
  const file = bookingFile({ booking: aBooking(changes), ...about, ...more }, NOW);
  return file.replaceAll("\r\n ", "").split("\r\n");
}

test("R7.8 D4.7 a guest's file has Google's UID, the revision and UTC times, and names nobody to mail", () => {
  const lines = linesOf({ revision: 4 }, { generation: 2, meetLink: "https://meet.google.com/x" });
  expect(lines).toEqual([
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Slotkeeper//Slotkeeper//EN"],
    ...["METHOD:PUBLISH", "BEGIN:VEVENT"],
    "UID:b0123456789abcdef0123456789abcdefg2@google.com",
    "SEQUENCE:4",
    "DTSTAMP:20261122T000000Z",
    "DTSTART:20261201T090000Z",
    "DTEND:20261201T093000Z",
    "SUMMARY:30 minute meeting: Grace Hopper and Ada Lovelace",
    "LOCATION:https://meet.google.com/x",
    `DESCRIPTION:Change or cancel this booking:\\n${LINK}`,
    `URL;VALUE=URI:${LINK}`,
    "STATUS:CONFIRMED",
    ...["END:VEVENT", "END:VCALENDAR", ""],
  ]);
});

test("R7.8 a cancelled booking says so under the same UID, with a higher sequence", () => {
  const lines = linesOf({ status: "cancelled", revision: 2 });
  expect(lines).toContain("STATUS:CANCELLED");
  expect(lines).toContain("SEQUENCE:2");
  expect(lines).toContain("UID:b0123456789abcdef0123456789abcdefg1@google.com");
  expect(lines.join()).not.toContain("Change or cancel");
});

test("R7.5 place, notes and answers stand in it", () => {
  const lines = linesOf({
    location: { kind: "in_person", detail: "St James's Square, London" },
    guest: { ...aBooking().guest, notes: "About\nengines" },
    answers: [{ question: "How many?", answer: "Two; or three" }],
  });
  expect(lines).toContain("LOCATION:St James's Square\\, London");
  expect(lines).toContain(
    `DESCRIPTION:About\\nengines\\n\\nHow many?\\nTwo\\; or three\\n\\nChange or cancel this booking:\\n${LINK}`,
  );
});

test("R7.8 what people write begins no line and ends no value", () => {
  const evil =
    'a"\r\nEND:VEVENT\r\nBEGIN:VALARM\u0007;,\\\u2028\u202e\u0085ATTENDEE:mailto:x@evil.example';
  const lines = linesOf(
    {
      title: evil,
      location: { kind: "in_person", detail: evil },
      guest: { ...aBooking().guest, name: evil, notes: evil },
      answers: [{ question: evil, answer: evil }],
    },
    { hostName: evil },
  );
  expect(lines.map((line) => /^[A-Z-]+/.exec(line)?.[0])).toEqual([
    ...["BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART"],
    ...["DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "END", "END"],
    undefined,
  ]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u0085\u2028\u202e]/);
});

test("R7.8 no line is longer than 75 octets, and no letter is torn apart", () => {
  const notes = "ß語😀 ".repeat(120).trim();
  const booking = aBooking({ guest: { ...aBooking().guest, notes } });
  const about = { hostName: "Zoë 😀".repeat(20), generation: 1, meetLink: null, guestLink: LINK };
  const file = bookingFile({ booking, ...about }, NOW);
  const octets = (line: string) => new TextEncoder().encode(line).length;
  expect(Math.max(...file.split("\r\n").map(octets))).toBeLessThanOrEqual(75);
  expect(file.replaceAll("\r\n ", "")).toContain(notes);
});
