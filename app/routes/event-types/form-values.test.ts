import { expect, test } from "vitest";
import { MOST_QUESTIONS } from "../../domain/event-type.ts";
import {
  ADD_QUESTION,
  newValues,
  questionRows,
  REMOVE_QUESTION,
  withChangedRows,
} from "./form-values.ts";

const ID = "0".repeat(32);

let ids = 0;
const newId = () => (++ids).toString(16).padStart(32, "0");

const withQuestions = (count: number) => {
  let values = { ...newValues(ID, ID), title: "Typed", intent: ADD_QUESTION };
  for (let n = 0; n < count; n++) values = { ...values, ...withChangedRows(values, newId) };
  return values;
};

test("R7.2 a question more is a new row, and everything typed stays", () => {
  const one = withQuestions(1);
  const typed = { ...one, "question-0-label": "Half typed", "question-0-required": "yes" };
  const two = withChangedRows(typed, newId) ?? {};
  expect(two).toMatchObject({ title: "Typed", questionCount: "2" });
  const [first, second] = questionRows(two);
  expect(first).toMatchObject({ label: "Half typed", kind: "text", isRequired: true });
  expect(second).toMatchObject({ label: "", kind: "text", isRequired: false });
  expect(second?.id).not.toBe(first?.id);
});

test("R7.2 a question less keeps the others, with their ids and marks", () => {
  const values = {
    ...withQuestions(3),
    "question-0-label": "a",
    "question-1-label": "b",
    "question-1-required": "yes",
    "question-2-label": "c",
    intent: `${REMOVE_QUESTION}1`,
  };
  const before = questionRows(values);
  const after = withChangedRows(values, newId) ?? {};
  expect(questionRows(after)).toEqual([before[0], before[2]]);
  expect(Object.keys(after).filter((name) => name.startsWith("question-2"))).toEqual([]);
  expect(Object.hasOwn(after, "question-1-required")).toBe(false);
});

test("R7.2 there are ten questions at most, and one that is not there can't be removed", () => {
  const full = withQuestions(MOST_QUESTIONS + 2);
  expect(questionRows(full)).toHaveLength(MOST_QUESTIONS);
  for (const place of ["10", "-1", "x", ""]) {
    const left = withChangedRows({ ...full, intent: REMOVE_QUESTION + place }, newId) ?? {};
    expect(questionRows(left)).toHaveLength(MOST_QUESTIONS);
  }
});

test("R7.2 saving changes no rows", () => {
  expect(withChangedRows({ ...withQuestions(1), intent: "save" }, newId)).toBeNull();
  expect(withChangedRows({}, newId)).toBeNull();
});

test("R7.2 a crafted count of questions makes none", () => {
  for (const questionCount of ["11", "99999999", "-1", "1e9", "NaN"]) {
    expect(questionRows({ questionCount })).toEqual([]);
  }
});
