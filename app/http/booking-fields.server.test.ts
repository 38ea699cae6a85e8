import { expect, test } from "vitest";
import type { z } from "zod";
import {
  guestNameField,
  notesField,
  placeField,
  reasonField,
  revisionField,
  startField,
  titleField,
} from "./booking-fields.server.ts";

/** What a field is read as, or what is said of it. */
function read(field: z.ZodType, value: unknown): unknown {
  const parsed = field.safeParse(value);
  return parsed.success ? parsed.data : { says: parsed.error.issues[0]?.message };
}

const incomplete = { says: "This form was incomplete. Please send it again." };

test("R7.8 the revision of a form is a whole number from 1 on, and nothing else", () => {
  expect(read(revisionField, "1")).toBe(1);
  expect(read(revisionField, "12")).toBe(12);
  const others = [
    undefined,
    "",
    "0",
    "-1",
    "1.5",
    "x",
    "Infinity",
    "NaN",
    "9007199254740993",
    "1,2",
  ];
  for (const other of others)
    expect([other, read(revisionField, other)]).toEqual([other, incomplete]);
});

test("R7.8 a start is an instant in the one way of writing it, whatever its year", () => {
  expect(read(startField, "2026-12-01T09:00:00Z")).toBe(Date.UTC(2026, 11, 1, 9));
  expect(read(startField, "9999-12-31T23:59:59Z")).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
  expect(read(startField, undefined)).toEqual({ says: "Choose a time." });
  for (const other of ["", "1795000000000", "tomorrow", "2027-02-30T09:00:00Z", "2026-12-01"]) {
    expect(read(startField, other)).toEqual({ says: "This is no time that can be booked." });
  }
});

test("R3.4 a name is one clean line of 1 to 100 characters without a web address", () => {
  expect(read(guestNameField, "  Grace\u0000 \u202eHopper\n")).toBe("Grace Hopper");
  expect(read(guestNameField, "x".repeat(100))).toHaveLength(100);
  expect(read(guestNameField, "x".repeat(101))).toEqual({
    says: "At most 100 characters, please.",
  });
  for (const none of [undefined, "", " \u200b\t"]) {
    expect(read(guestNameField, none)).toEqual({ says: "Enter your name." });
  }
  const address = { says: "A name can’t hold a web address." };
  expect(read(guestNameField, "Win at https://evil.example")).toEqual(address);
});

test("R3.4 notes keep their lines; a form that lost them is refused, one that empties them is not", () => {
  expect(read(notesField, "a\r\nb\u0007")).toBe("a\nb");
  expect(read(notesField, "")).toBe("");
  expect(read(notesField, undefined)).toEqual(incomplete);
  expect(read(notesField, "x".repeat(1001))).toEqual({ says: "At most 1000 characters, please." });
});

test("R3.4 a title is one line and never empty; names of products are no addresses there", () => {
  expect(read(titleField, " Introduction to\tNode.js ")).toBe("Introduction to Node.js");
  for (const none of [undefined, "", "\u200b"]) {
    expect(read(titleField, none)).toEqual({ says: "Enter a title." });
  }
  expect(read(titleField, "x".repeat(101))).toEqual({ says: "At most 100 characters, please." });
});

test("R3.4 a place may be empty or an address on the web", () => {
  expect(read(placeField, "")).toBe("");
  expect(read(placeField, "https://meet.example/a?b=c")).toBe("https://meet.example/a?b=c");
  expect(read(placeField, "x".repeat(501))).toEqual({ says: "At most 500 characters, please." });
  expect(read(placeField, undefined)).toEqual(incomplete);
});

test("R7.8 a reason may be left out", () => {
  expect(read(reasonField, undefined)).toBe("");
  expect(read(reasonField, "ill\r\nsorry")).toBe("ill\nsorry");
  expect(read(reasonField, "x".repeat(501))).toEqual({ says: "At most 500 characters, please." });
});
