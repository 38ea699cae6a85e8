import { expect, test } from "vitest";
import { aBooking } from "./booking.fixtures.ts";
import type { Booking } from "./booking.ts";
import { calendarFile } from "./calendar-file.ts";
import type { ExportedBooking, ExportedHost } from "./exported-booking.ts";

const ADA: ExportedHost = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  page: "https://book.example.com/ada-lovelace",
};
const NOW = Date.UTC(2026, 10, 22);

function exported(booking: Partial<Booking>, more: Partial<ExportedBooking> = {}): ExportedBooking {
  const event = { id: "b1g1", link: null };
  return { booking: aBooking(booking), event, meetLink: null, createdAt: 0, updatedAt: 0, ...more };
}

/** The whole file, as it is sent. */
function fileOf(entries: ExportedBooking[], host = ADA): string {
  const { head, entry, separator, tail } = calendarFile(host, "book.example.com", NOW);
  return head + entries.map(entry).join(separator) + tail;
}

/** Its lines, put together again (RFC 5545 section 3.1). */
const linesOf = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");

test("R4.5 a calendar file without bookings is a whole one", () => {
  expect(fileOf([])).toBe(
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Slotkeeper//Slotkeeper//EN\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n",
  );
});

test("R4.5 each booking is one event, with Google's UID or its own, its revision, and UTC times", () => {
  const lines = linesOf(
    fileOf([
      exported({ revision: 4 }),
      exported({ id: "f".repeat(32), status: "cancelled", cancelReason: "ill" }, { event: null }),
    ]),
  );
  expect(lines.filter((line) => /^(UID|SEQUENCE|STATUS|DTSTART|DTEND)/.test(line))).toEqual([
    "UID:b1g1@google.com",
    "SEQUENCE:4",
    "DTSTART:20261201T090000Z",
    "DTEND:20261201T093000Z",
    "STATUS:CONFIRMED",
    `UID:${"f".repeat(32)}@book.example.com`,
    "SEQUENCE:1",
    "DTSTART:20261201T090000Z",
    "DTEND:20261201T093000Z",
    "STATUS:CANCELLED",
  ]);
  expect(lines).toContain(
    "DESCRIPTION:Guest: Grace Hopper\\, grace@example.com\\n\\nCancelled: ill",
  );
});

test("R4.5 no line is longer than 75 octets, and no letter is torn apart", () => {
  const guest = { ...aBooking().guest, name: "Zoë 😀".repeat(20), notes: "ß語😀 ".repeat(120) };
  const file = fileOf([exported({ guest, title: "x".repeat(100) })]);
  const octets = (line: string) => new TextEncoder().encode(line).length;
  expect(Math.max(...file.split("\r\n").map(octets))).toBeLessThanOrEqual(75);
  expect(linesOf(file).find((line) => line.startsWith("DESCRIPTION"))).toContain(
    "ß語😀 ".repeat(120).trim(),
  );
  expect(linesOf(file)).toContain(`SUMMARY:${"x".repeat(100)}: ${guest.name} and Ada Lovelace`);
});

test("R4.5 what people write begins no line and ends no value", () => {
  const evil = 'a"\r\nEND:VEVENT\r\nBEGIN:VALARM\u0007;,\\\u2028b';
  const guest = { ...aBooking().guest, name: evil, notes: evil };
  const booking = exported({
    guest,
    title: evil,
    cancelReason: evil,
    location: { kind: "in_person", detail: evil },
  });
  const file = fileOf([booking], { ...ADA, name: evil });
  const lines = linesOf(file);
  const names = lines.map((line) => /^[A-Z-]+/.exec(line)?.[0]);
  expect(names).toEqual([
    ...["BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART"],
    ...["DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER", "STATUS", "CREATED"],
    ...["LAST-MODIFIED", "END", "END", undefined],
  ]);
  expect(lines.find((line) => line.startsWith("ORGANIZER"))).toMatch(
    /^ORGANIZER;CN="[^"]*":mailto:ada@example\.com$/,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  expect(lines.join("")).not.toMatch(/[\u0000-\u001f]/);
});
