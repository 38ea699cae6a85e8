import { expect, test } from "vitest";
import { placeBeforeBooking, placeForGuest } from "./place-text.ts";

test.each([
  ["google_meet", "", "By Google Meet", null],
  ["phone", "+44 20 7946 0000", "By phone, you call Ada", "+44 20 7946 0000"],
  ["guest_phone", "", "By phone, Ada calls you", null],
  ["guest_phone", "+49 30 12345", "By phone, Ada calls you", "+49 30 12345"],
  ["in_person", "St James's Square", "In person", "St James's Square"],
  ["link", "Room 7", "Online", "Room 7"],
] as const)("R7.5 a meeting at %s %j reads %j", (kind, detail, text, shown) => {
  expect(placeForGuest({ kind, detail }, "Ada")).toEqual({ kind, text, detail: shown, href: null });
});

test("R7.5 only a web address becomes a link", () => {
  const href = (detail: string) => placeForGuest({ kind: "link", detail }, "Ada").href;
  expect(href("https://meet.example/ada")).toBe("https://meet.example/ada");
  for (const other of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://["]) {
    expect(href(other)).toBeNull();
  }
});

test.each([
  ["google_meet", "", "By Google Meet", null],
  ["phone", "+44 20 7946 0000", "By phone, you call Ada. You get the number after booking.", null],
  ["guest_phone", "", "By phone, Ada calls you", null],
  ["in_person", "St James's Square", "In person", "St James's Square"],
  ["link", "https://meet.example/ada", "Online. You get the link after booking.", null],
] as const)("R7.2 before booking a meeting at %s %j reads %j", (kind, detail, text, shown) => {
  expect(placeBeforeBooking({ kind, detail }, "Ada")).toEqual({
    kind,
    text,
    detail: shown,
    href: null,
  });
});
