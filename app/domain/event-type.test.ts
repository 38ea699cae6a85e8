import { expect, test } from "vitest";
import { randomBase64Url } from "../crypto/bytes.server.ts";
import {
  checkSlug,
  copyTitle,
  fitsABlock,
  freeSlug,
  isPhoneNumber,
  NOTICE_UNITS,
  noticeInUnits,
  placedBefore,
  privateSlug,
  proposeSlug,
  readDurations,
  readMeetingLink,
  slugFromTitle,
} from "./event-type.ts";

test("R7.2 durations are read as people list them, each once and the shortest first", () => {
  expect(readDurations("60, 15;30 15")).toEqual([15, 30, 60]);
  expect(readDurations("  ")).toEqual([]);
  for (const text of [
    "15, half an hour",
    "-15",
    "15.5",
    "1e3",
    "0x10",
    "99999",
    "15\u0000",
    "١٥",
  ]) {
    expect(readDurations(text), text).toBeNull();
  }
});

test("R7.2 a meeting with its buffers is at most a day", () => {
  expect(fitsABlock([15, 1440], 0, 0)).toBe(true);
  expect(fitsABlock([15, 1430], 5, 5)).toBe(true);
  expect(fitsABlock([15, 1430], 5, 6)).toBe(false);
  expect(fitsABlock([1441], 0, 0)).toBe(false);
});

test.each([
  [0, { count: 0, unit: "hours" }],
  [45, { count: 45, unit: "minutes" }],
  [90, { count: 90, unit: "minutes" }],
  [120, { count: 2, unit: "hours" }],
  [1440, { count: 1, unit: "days" }],
  [2940, { count: 49, unit: "hours" }],
] as const)("R7.2 a notice of %d minutes is shown as %o, which is as long", (minutes, shown) => {
  expect(noticeInUnits(minutes)).toEqual(shown);
  expect(shown.count * NOTICE_UNITS[shown.unit]).toBe(minutes);
});

test("R7.2 an address holds small letters, digits and single hyphens, at most 40 of them", () => {
  expect(checkSlug(" Intro-Call-2 ")).toEqual({ ok: true, slug: "intro-call-2" });
  expect(checkSlug("a".repeat(40))).toEqual({ ok: true, slug: "a".repeat(40) });
  expect(checkSlug("")).toEqual({ ok: false, problem: "missing" });
  expect(checkSlug("a".repeat(41))).toEqual({ ok: false, problem: "too_long" });
  for (const text of [
    "-a",
    "a-",
    "a--b",
    "a b",
    "a/b",
    "..",
    "ä",
    "\u212a",
    "a\u0000",
    "a\u202eb",
  ]) {
    expect(checkSlug(text), text).toEqual({ ok: false, problem: "malformed" });
  }
});

test("R7.2 a title of any script gives an address", () => {
  expect(proposeSlug("Café & Code: 30 min")).toBe("cafe-code-30-min");
  for (const title of ["会議", "🎉", "-", "x".repeat(100), "æøå"]) {
    expect(checkSlug(proposeSlug(title)), title).toMatchObject({ ok: true });
  }
});

test("R7.2 a title's address that is taken gets the first number that is free", () => {
  const from = (title: string, ...taken: string[]) => slugFromTitle(title, new Set(taken));
  expect(from("Crème brûlée")).toBe("creme-brulee");
  expect([from("שיחה"), from("🎉"), from("שיחה", "meeting")]).toEqual([
    ...["meeting", "meeting", "meeting-2"],
  ]);
  const counted = Array.from({ length: 99 }, (_, n) => `intro-${n + 2}`);
  expect(from("Intro", "intro", ...counted.slice(0, 7))).toBe("intro-9");
  expect(from("Intro", "intro", ...counted)).toBe("intro-101");
  expect(from("x".repeat(100), "x".repeat(40))).toBe(`${"x".repeat(38)}-2`);
});

test("R7.2 a private address is an address, and no two are alike", () => {
  const slugs = Array.from({ length: 1000 }, () => privateSlug(randomBase64Url(32)));
  expect(new Set(slugs).size).toBe(1000);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]{26}$/);
  expect(checkSlug(slugs[0] ?? "")).toMatchObject({ ok: true });
});

test("R7.2 a private address keeps at least 96 random bits", () => {
  // Of 64 characters that are alike likely, as many as become one are lost.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const counts = new Map<string, number>();
  for (const character of alphabet) {
    const kept = privateSlug(character);
    counts.set(kept, (counts.get(kept) ?? 0) + 1);
  }
  const bitsEach = Math.log2(64 / Math.max(...counts.values()));
  const whole = privateSlug(randomBase64Url(32)).length - 1;
  expect(bitsEach * whole).toBeGreaterThanOrEqual(96);
});

test("R7.2 a phone number is one that people could dial", () => {
  for (const text of [
    "+49 30 901820",
    "(030) 90-18.20",
    "112",
    "+1 555 0100 ext. 12",
    "5550100x3",
  ]) {
    expect(isPhoneNumber(text), text).toBe(true);
  }
  for (const text of ["", "12", "call me", "+++", "()()()", "5550100 or 5550101", "1".repeat(40)]) {
    expect(isPhoneNumber(text), text).toBe(false);
  }
});

test("R7.2 the link to a meeting is https, and holds no password", () => {
  expect(readMeetingLink("https://meet.example.org/room?x=1#y")).toBe(
    "https://meet.example.org/room?x=1#y",
  );
  for (const text of [
    "",
    "meet.example.org",
    "http://meet.example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://ada:secret@meet.example.org",
    "https://google.com@evil.example",
    "https://localhost/x",
    "https://",
  ]) {
    expect(readMeetingLink(text), text).toBeNull();
  }
});

test("R7.2 a copy's title says so, and is never longer than a title may be", () => {
  expect(copyTitle("Intro call")).toBe("Intro call (copy)");
  expect(copyTitle("x".repeat(93))).toBe(`${"x".repeat(93)} (copy)`);
  expect(copyTitle("x".repeat(94))).toBe(`${"x".repeat(92)}… (copy)`);
  const family = copyTitle("👨‍👩‍👧".repeat(12));
  expect(family).toBe(`${"👨‍👩‍👧".repeat(11)}… (copy)`);
  expect(family.length).toBeLessThanOrEqual(100);
});

test("R7.2 a copy's address is the first that is free, however long the other is", () => {
  expect(freeSlug("intro", new Set(["intro"]))).toBe("intro-2");
  expect(freeSlug("intro", new Set(["intro", "intro-2", "intro-3"]))).toBe("intro-4");
  expect(freeSlug("x".repeat(40), new Set())).toBe(`${"x".repeat(38)}-2`);
});

test("R7.2 an event type is put before another, and again makes no difference", () => {
  const ids = ["a", "b", "c", "d"];
  expect(placedBefore(ids, "c", "b")).toEqual(["a", "c", "b", "d"]);
  expect(placedBefore(["a", "c", "b", "d"], "c", "b")).toEqual(["a", "c", "b", "d"]);
  expect(placedBefore(ids, "a", "d")).toEqual(["b", "c", "a", "d"]);
  for (const [id, before] of [
    ["a", "a"],
    ["x", "a"],
    ["a", "x"],
  ] as const) {
    expect(placedBefore(ids, id, before)).toBeNull();
  }
});
