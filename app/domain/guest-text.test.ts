import { expect, test } from "vitest";
import { cleanLine, cleanText, holdsUrl } from "./guest-text.ts";
import { pick, randomNumbers } from "./random.fixtures.ts";

test("R7.5 a line keeps letters of every script, accents and emoji as they were typed", () => {
  for (const text of [
    "Åsa Öberg",
    "Nguyễn Văn A",
    "山田太郎",
    "محمد",
    "👩‍💻 Grace",
    "O'Neil-Smith",
  ]) {
    expect(cleanLine(text)).toBe(text);
    expect(cleanText(text)).toBe(text);
  }
});

test.each([
  ["a line break", "Grace\nHopper"],
  ["a carriage return", "Grace\rHopper"],
  ["tabs and runs of spaces", "  Grace \t  Hopper "],
  ["a line separator", "Grace\u2028Hopper"],
  ["a no-break space", "Grace\u00a0Hopper"],
])("R7.5 a line folds %s into one space", (_what, text) => {
  expect(cleanLine(text)).toBe("Grace Hopper");
});

test.each([
  ["a null", "\u0000"],
  ["an escape", "\u001b"],
  ["a delete", "\u007f"],
  ["a C1 control", "\u0090"],
  ["a right-to-left override", "\u202e"],
  ["an isolate", "\u2066"],
  ["a zero-width space", "\u200b"],
  ["a word joiner", "\u2060"],
  ["a byte order mark", "\ufeff"],
  ["a soft hyphen", "\u00ad"],
  ["a Hangul filler", "\u3164"],
  ["a Hangul initial filler", "\u115f"],
  ["a Hangul medial filler", "\u1160"],
  ["a half-width Hangul filler", "\uffa0"],
  ["a language tag", "\u{e0001}"],
  ["a letter written in tags", "\u{e0061}"],
  ["a cancel tag", "\u{e007f}"],
])("R7.5 %s is removed", (_what, character) => {
  expect(cleanText(`Gr${character}ace`)).toBe("Grace");
});

test("R7.5 what is invisible leaves no second space behind and hides no empty name", () => {
  expect(cleanLine("Grace \u200b Hopper")).toBe("Grace Hopper");
  expect(cleanLine(" \u200b \u202e \u0000 ")).toBe("");
  expect(cleanLine("\u3164 \u115f\u1160 \u{e0041}")).toBe("");
  expect(cleanText("\u200b\n\u2060\n")).toBe("");
});

test("R7.5 several lines keep their breaks as line feeds, and their tabs", () => {
  expect(cleanText("\r\nFirst\r\nSecond\rThird\n\tFourth\n")).toBe(
    "First\nSecond\nThird\n\tFourth",
  );
});

test("R7.5 half a surrogate pair becomes a replacement character", () => {
  expect(cleanLine("Grace \ud83d")).toBe("Grace \ufffd");
  expect(cleanText("\udc69 Grace")).toBe("\ufffd Grace");
});

test("R7.5 cleaning twice is cleaning once, for any mixture", () => {
  const parts = [
    "a",
    "é",
    " ",
    "\t",
    "\n",
    "\r",
    "\u00a0",
    "\u200b",
    "\u202e",
    "\u0085",
    "\u2028",
    "\ud83d",
    "\ude00",
    "\ufeff",
  ];
  for (let seed = 1; seed <= 5_000; seed++) {
    const random = randomNumbers(seed);
    const text = Array.from({ length: random(12) }, () => pick(parts, random)).join("");
    const line = cleanLine(text);
    expect(cleanLine(line)).toBe(line);
    expect(line).not.toMatch(/\s\s|[\n\r\t]|^\s|\s$/);
    expect(cleanText(cleanText(text))).toBe(cleanText(text));
    expect(cleanText(text)).not.toContain("\r");
  }
});

test.each([
  "https://evil.example",
  "javascript://x",
  "see www.evil.example",
  "WWW.evil",
  "evil.com",
  "Call evil.co now",
  "EVIL.XYZ",
  "Evil.Com",
  "evil.dev",
  "bit.ly/abc",
  "t.me",
  "x.com",
  "Win at evil.dev.",
  "(evil.app)",
  "evil.dev,now",
  "Grace Hopper evil.example.museum",
  "login.evil-bank.support",
  "Anna.Co/win",
  "Google.De?q=1",
  "Dr.evil.com",
  "123.shop",
  "münchen.de",
  "пример.рф",
  "xn--e1afmkfd.xn--p1ai",
  "ｅｖｉｌ．ｃｏｍ",
  "grace@example.org",
])("R7.5 '%s' holds a web address", (text) => {
  expect(holdsUrl(text)).toBe(true);
});

test.each([
  "Grace Hopper",
  "Dr. Hopper",
  "J. R. Smith jr.",
  "J.R. Tolkien",
  "J.R.R.Tolkien",
  "J.Smith",
  "St.John",
  "St. John-Smith",
  "Anna.Co",
  "Ann-Marie.Common",
  "Dr.med. Anna Meier",
  "Dr.med.dent. Anna Meier",
  "Prof.Dr.rer.nat.Anna Meier",
  "Dr.Anna Meier",
  "Anna Meier, M.Sc.",
  "Anna Meier, Ph.D.",
  "Mc.Donald",
  "Øystein.Åse",
  "Grace...Hopper",
  "Grace . com",
  "Martin Luther King Jr.",
  "Anna Meier e.V.",
  "3.14",
  "10.30Uhr",
  "No.5",
  "com",
  ".com",
  "www",
  "...",
  "山田太郎",
  "",
])("R7.5 '%s' holds none", (text) => {
  expect(holdsUrl(text)).toBe(false);
});

test("R7.5 looking for web addresses takes no longer than the text is long", async () => {
  for (const piece of ["a", "a.", "A.b", "-", "."]) {
    const text = piece.repeat(200_000);
    const startedAt = Date.now();
    holdsUrl(text);
    // workerd's clock stands still while code runs.
    await new Promise((resolve) => setTimeout(resolve, 1));
    // Every start against every end would be minutes.
    expect([piece, Date.now() - startedAt < 20_000]).toEqual([piece, true]);
  }
});
