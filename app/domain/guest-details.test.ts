import { expect, test } from "vitest";
import { type FilledIn, readDetails } from "./guest-details.ts";
import type { Question } from "./question.ts";

const TOPIC: Question = { kind: "text", id: "topic", label: "What about?", isRequired: true };
const STORY: Question = { kind: "long_text", id: "story", label: "Tell more", isRequired: false };
const SIZE: Question = {
  ...{ kind: "choice", id: "size", label: "How many?", isRequired: false },
  choices: ["Just me", "A few"],
};

const asking = (...questions: Question[]) => ({
  ...{ locationKind: "in_person" as const, locationDetail: "Room 1", questions },
});
const byPhone = { ...asking(), locationKind: "guest_phone" as const, locationDetail: "" };
const filledIn = (answers: FilledIn["answers"], phone = "") => ({ phone, answers });

test("R7.5 answers are stored in the words of the question, cleaned; what is left empty is not", () => {
  const given = filledIn({
    topic: "  Engines\u202e \r\n and\u0000 looms ",
    story: "one\r\ntwo\u200b ",
    size: "",
  });
  expect(readDetails(asking(TOPIC, STORY, SIZE), given)).toEqual({
    kind: "read",
    location: { kind: "in_person", detail: "Room 1" },
    answers: [
      { question: "What about?", answer: "Engines and looms" },
      { question: "Tell more", answer: "one\ntwo" },
    ],
  });
});

test("R7.5 a required answer that is missing or blank, one too long, and one that is no choice are told apart", () => {
  const given = { story: "x".repeat(2001), size: "Everybody" };
  const blank: Record<string, string>[] = [{}, { topic: "" }, { topic: " \u200b\t" }];
  for (const topic of blank) {
    expect(readDetails(asking(TOPIC, STORY, SIZE), filledIn({ ...given, ...topic }))).toEqual({
      kind: "refused",
      problems: {
        phone: null,
        answers: { topic: "missing", story: "tooLong", size: "notAChoice" },
      },
    });
  }
});

test("R7.5 an answer may have 500 characters, a long one 2000", () => {
  const lengths = (topic: number, story: number) =>
    readDetails(
      asking(TOPIC, STORY),
      filledIn({ topic: "x".repeat(topic), story: "x".repeat(story) }),
    );
  expect(lengths(500, 2000).kind).toBe("read");
  expect(lengths(501, 2000)).toMatchObject({ problems: { answers: { topic: "tooLong" } } });
  expect(lengths(500, 2001)).toMatchObject({ problems: { answers: { story: "tooLong" } } });
});

test("R7.5 answers to what nobody asked are left out, whatever they are called", () => {
  const given = filledIn({ topic: "Looms", other: "x", __proto__: "y" }, "+49 30 123456");
  expect(readDetails(asking(TOPIC), given)).toMatchObject({
    location: { detail: "Room 1" },
    answers: [{ question: "What about?", answer: "Looms" }],
  });
  const inherited = asking({ ...TOPIC, id: "constructor" });
  expect(readDetails(inherited, filledIn({}))).toMatchObject({
    problems: { answers: { constructor: "missing" } },
  });
});

test.each([
  ["+49 30 1234567", "+49 30 1234567"],
  ["(030) 123-45", "(030) 123-45"],
  [" 0049\u202f30\u201112345 ", "0049 30-12345"],
  ["１２３４５", "12345"],
])("R7.5 a guest who is to be called can write %s", (typed, phone) => {
  expect(readDetails(byPhone, filledIn({}, typed))).toEqual({
    kind: "read",
    location: { kind: "guest_phone", detail: phone },
    answers: [],
  });
});

test.each([
  ["", "missing"],
  [" \u200b", "missing"],
  ["1234", "malformed"],
  ["call me", "malformed"],
  ["+49 30 12345 ext 7", "malformed"],
  ["https://evil.example/12345", "malformed"],
  ["1".repeat(41), "malformed"],
])("R7.5 %j is no number to be called at", (typed, problem) => {
  expect(readDetails(byPhone, filledIn({}, typed))).toEqual({
    kind: "refused",
    problems: { phone: problem, answers: {} },
  });
});
