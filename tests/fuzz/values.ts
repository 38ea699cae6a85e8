// Values that break programs: what a crafted request, a broken client or a bored person puts into fields and addresses.
import type { Random } from "../simulation/random.ts";

/** If it ever stands in a page as it is, somebody's markup has become ours. */
export const MARKUP = "<i data-fuzz=1>";
/** If an answer has a header of this name, a value has become one. */
export const INJECTED_HEADER = "x-fuzz";

const TIMES = [
  // In the gap that summer time leaves in Berlin, and twice when it ends.
  "2027-03-28T02:30:00",
  "2027-03-28T02:30:00Z",
  "2027-10-31T02:30:00+02:00",
  "9999-12-31T23:59:59Z",
  "10000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "+275760-09-13T00:00:01Z",
  "-000001-01-01T00:00:00Z",
  "0000-00-00T00:00:00Z",
  "2027-02-30T10:00:00Z",
  "2027-01-04T25:00:00Z",
  "2027-01-04T24:00:00Z",
  "2027-01-04T10:00:60Z",
  "2027-01-04T10:00:00+99:99",
  "2027-01-04T10:00:00Z/2027-01-04T09:00:00Z",
  "1970-01-01T00:00:00Z",
  "tomorrow",
  "1e21",
  "-8640000000000001",
  "NaN",
  "",
];
const DAYS = [
  "9999-12-31",
  "2027-02-30",
  "0000-01-01",
  "-2027-01-01",
  "2027-1-1",
  "2026-11-22",
  "9999-12",
  "0000-01",
  "2027-13",
  "2027-00",
  "999999-01",
  "275760-09",
  "2027-W01",
];
const ZONES = [
  "../../etc/passwd",
  "../Europe/Berlin",
  "Europe/../Europe/Berlin",
  "/etc/localtime",
  "europe/berlin",
  "Europe/Berlin\0",
  "Europe/Berlin,UTC",
  "+25:00",
  "+01:00",
  "-00:00",
  "UTC+3",
  "Etc/GMT+14",
  "Etc/GMT-14",
  "Antarctica/Troll",
  "Pacific/Apia",
  "posixrules",
  "__proto__",
  "",
];
const NUMBERS = [
  "-1",
  "0",
  "-0",
  "1.5",
  "1e3",
  "1e999",
  "99999999999999999999",
  "9007199254740993",
  "NaN",
  "Infinity",
  "0x1f",
  "٣",
  " 1 ",
  "1_000",
  "",
];
const TEXTS = [
  MARKUP,
  `"><script>alert(1)</script>${MARKUP}`,
  `'; DROP TABLE bookings; --${MARKUP}`,
  "a\0b",
  "\0",
  `a\r\n${INJECTED_HEADER}: 1\r\n\r\nb`,
  "a\nb",
  "\u202egnp.exe\u202c",
  "\u2066hidden\u2069\u200b\u200f",
  "\ufeff\uffff\ufffe",
  "\ud800",
  "\udfff\ud800",
  "a\ud83d",
  "👩‍👩‍👧‍👦",
  "e\u0301".repeat(300),
  " ",
  "\u00a0\u2003",
  "https://evil.example/",
  "javascript:alert(1)",
  "//evil.example",
  "../../../../etc/passwd",
  "__proto__",
  "constructor",
  "null",
  "undefined",
  "[object Object]",
  "{}",
  "{{7*7}}%s%n",
  "x".repeat(101),
  "x".repeat(1_001),
  "x".repeat(65_536),
  "ß".repeat(40_000),
];
const ADDRESSES = [
  "guest@example.org\r\nBcc: other@example.org",
  "guest@@example.org",
  `${"a".repeat(300)}@example.org`,
  `"${MARKUP}"@example.org`,
  "guest@example.org,other@example.org",
  "guest@localhost",
  "@",
];

const KINDS = { TIMES, DAYS, ZONES, NUMBERS, TEXTS, ADDRESSES };

/** Any of them; now and then two joined, or one cut short. */
export function nastyValue(random: Random): string {
  const value = random.pick(KINDS[random.pick(Object.keys(KINDS) as (keyof typeof KINDS)[])]);
  if (random.chance(0.05)) return value + random.pick(TEXTS);
  if (random.chance(0.05)) return value.slice(0, random.between(0, value.length));
  return value;
}

/** One that fits what a field of this name asks for, so that it gets past the first look. */
export function nastyValueFor(name: string, random: Random): string {
  if (random.chance(0.3)) return nastyValue(random);
  if (/start|time$|at$|from|until|to$/i.test(name))
    return random.pick([...TIMES, "25:00", "-01:00"]);
  if (/day|date|month/i.test(name)) return random.pick(DAYS);
  if (/zone|tz/i.test(name)) return random.pick(ZONES);
  if (/mail/i.test(name)) return random.pick(ADDRESSES);
  if (/revision|minutes|days|count|limit|duration|step/i.test(name)) return random.pick(NUMBERS);
  return random.pick(TEXTS);
}

/** No start that any page offers. */
export const NO_START = TIMES;
/** No e-mail address. */
export const NO_ADDRESS = ADDRESSES.slice(0, 3);

const ENCODED = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[A-Za-z0-9_.~-]/.test(char)) return char;
  return `%${byte.toString(16).padStart(2, "0").toUpperCase()}`;
});

/** The bytes of a text, lone surrogates included, each as `%XX` unless it is a plain letter or digit. */
export function percentEncode(text: string): string {
  let encoded = "";
  for (const byte of bytesOf(text)) encoded += ENCODED[byte];
  return encoded;
}

/** UTF-8, but a lone surrogate becomes the three bytes that it would have, which UTF-8 forbids. */
export function bytesOf(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  return Buffer.concat(
    [...text].map((char) => {
      const code = char.codePointAt(0) ?? 0;
      if (code < 0xd800 || code > 0xdfff) return Buffer.from(char, "utf8");
      return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
    }),
  );
}
