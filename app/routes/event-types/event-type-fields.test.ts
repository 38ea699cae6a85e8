import { expect, test } from "vitest";
import { pick, randomNumbers } from "../../domain/random.fixtures.ts";
import { areSlotRulesSound } from "../../domain/slots.ts";
import { readEventTypeForm, readNewEventTypeForm } from "./event-type-fields.server.ts";
import { type FormValues, newValues } from "./form-values.ts";

const ID = "0123456789abcdef0123456789abcdef";

const aForm = (changes: FormValues = {}): FormValues => ({
  ...newValues(ID, ID),
  title: "Intro call",
  slug: "intro",
  complete: "yes",
  ...changes,
});

const errorsOf = (changes: FormValues) => {
  const read = readEventTypeForm(aForm(changes));
  return read.kind === "invalid" ? read.errors : {};
};

function read(changes: FormValues = {}) {
  const form = readEventTypeForm(aForm(changes));
  if (form.kind === "invalid") throw new Error(JSON.stringify(form.errors));
  return form.request;
}

const aQuestion = (changes: FormValues = {}): FormValues => ({
  questionCount: "1",
  "question-0-id": ID,
  "question-0-label": "Which topic?",
  "question-0-kind": "text",
  "question-0-choices": "",
  ...changes,
});

test("R7.2 a whole form is read", () => {
  const { settings, visibility } = read({
    title: "  Intro\u0000 \u202ecall ",
    slug: "Intro",
    otherDurations: "60, 15, 30",
    noticeCount: "2",
    noticeUnit: "days",
    dayLimit: "3",
    locationKind: "in_person",
    locationAddress: "Unter den Linden 1",
    ...aQuestion({ "question-0-required": "yes" }),
  });
  expect(visibility).toEqual({ kind: "listed", slug: "intro" });
  expect(settings).toEqual({
    title: "Intro call",
    description: "",
    durationMinutes: 30,
    otherDurations: [15, 60],
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minimumNoticeMinutes: 2880,
    bookingWindow: { kind: "rolling", days: 60 },
    slotStepMinutes: 30,
    limits: { perDay: 3, perWeek: null },
    location: { kind: "in_person", detail: "Unter den Linden 1" },
    scheduleId: ID,
    color: "blue",
    isActive: true,
    questions: [{ id: ID, label: "Which topic?", kind: "text", isRequired: true }],
  });
});

test("R7.2 HTML is text like any other", () => {
  expect(read({ title: "<b>1 < 2</b>" }).settings.title).toBe("<b>1 < 2</b>");
});

const wrong: [string, FormValues, string][] = [
  ["no title", { title: " \u200b\u0000 " }, "title"],
  ["a long title", { title: "x".repeat(101) }, "title"],
  ["64 KB of description", { description: "x".repeat(65536) }, "description"],
  ["no address", { slug: "" }, "slug"],
  ["a path for an address", { slug: "../intro" }, "slug"],
  ["no duration", { durationMinutes: "" }, "durationMinutes"],
  ["no minutes", { durationMinutes: "0" }, "durationMinutes"],
  ["less than none", { durationMinutes: "-30" }, "durationMinutes"],
  ["25 hours", { durationMinutes: "1500" }, "durationMinutes"],
  ["half a minute", { durationMinutes: "0.5" }, "durationMinutes"],
  ["NUL in a number", { durationMinutes: "30\u0000" }, "durationMinutes"],
  ["a day and its buffer", { durationMinutes: "1440", bufferAfterMinutes: "1" }, "durationMinutes"],
  ["25 hours to choose", { otherDurations: "15, 1500" }, "otherDurations"],
  ["seven more durations", { otherDurations: "1,2,3,4,5,6,7" }, "otherDurations"],
  ["words for durations", { otherDurations: "long" }, "otherDurations"],
  ["a duration of nothing", { otherDurations: "0, 15" }, "otherDurations"],
  ["no step", { slotStepMinutes: "0" }, "slotStepMinutes"],
  ["a buffer below none", { bufferBeforeMinutes: "-1" }, "bufferBeforeMinutes"],
  ["a notice of two years", { noticeCount: "731", noticeUnit: "days" }, "noticeCount"],
  ["a notice in weeks", { noticeUnit: "weeks" }, "noticeUnit"],
  ["a window of 3651 days", { windowDays: "3651" }, "windowDays"],
  ["no kind of window", { windowKind: "ever" }, "windowKind"],
  ["no limit at all", { dayLimit: "0" }, "dayLimit"],
  ["a limit below none", { weekLimit: "-1" }, "weekLimit"],
  ["a schedule of no such id", { scheduleId: "x" }, "scheduleId"],
  ["no kind of place", { locationKind: "moon" }, "locationKind"],
  ["no number to call", { locationKind: "phone", locationPhone: "call me" }, "locationPhone"],
  ["no address to go to", { locationKind: "in_person", locationAddress: " " }, "locationAddress"],
  ["a script to follow", { locationKind: "link", locationLink: "javascript:x" }, "locationLink"],
  ["a colour of their own", { color: "url(x)" }, "color"],
  ["neither on nor off", { active: "" }, "active"],
  ["a form cut short", { complete: "ye" }, "complete"],
];

test.each(wrong)("R7.2 %s is refused beside its field", (_what, changes, field) => {
  expect(Object.keys(errorsOf(changes))).toEqual([field]);
});

const range = (windowFirstDay: string, windowLastDay: string) =>
  errorsOf({ windowKind: "range", windowFirstDay, windowLastDay });

test("R7.2 a window from date to date begins before it ends, in years that clocks know", () => {
  expect(range("2026-12-01", "2026-12-01")).toEqual({});
  expect(Object.keys(range("2026-12-02", "2026-12-01"))).toEqual(["windowLastDay"]);
  expect(Object.keys(range("2026-12-01", "9999-12-31"))).toEqual(["windowLastDay"]);
  expect(Object.keys(range("2026-02-30", "2026-12-31"))).toEqual(["windowFirstDay"]);
  expect(Object.keys(range("", ""))).toEqual(["windowFirstDay", "windowLastDay"]);
});

test("R7.2 all that is wrong is said at once, in the order of the page", () => {
  const changes = { title: "", durationMinutes: "0", windowDays: "x", dayLimit: "0", color: "" };
  const errors = errorsOf({ ...changes, ...aQuestion({ "question-0-label": "" }) });
  expect(Object.keys(errors)).toEqual([...Object.keys(changes), "question-0-label"]);
});

test("R7.2 what belongs to another choice is neither judged nor kept", () => {
  const { settings } = read({
    locationKind: "guest_phone",
    locationLink: "javascript:x",
    windowFirstDay: "9999-99-99",
  });
  expect(settings.location).toEqual({ kind: "guest_phone", detail: "" });
  expect(settings.bookingWindow).toEqual({ kind: "rolling", days: 60 });
});

test("R7.2 a private event type needs no address", () => {
  expect(read({ visibility: "private", slug: "" }).visibility).toEqual({ kind: "private" });
});

test("R7.2 a new event type may leave its address to its title; all else is judged as ever", () => {
  const empty = { slug: "  " };
  expect(readNewEventTypeForm(aForm(empty))).toMatchObject({
    ...{ kind: "read", request: { visibility: { kind: "listedByTitle" } } },
  });
  const others: FormValues[] = [{ slug: "x" }, { visibility: "private" }, { slug: "a/b" }];
  for (const changes of others) {
    expect(readNewEventTypeForm(aForm(changes))).toEqual(readEventTypeForm(aForm(changes)));
  }
  for (const changes of [
    { ...empty, title: "" },
    { ...empty, dayLimit: "0" },
  ]) {
    const [, field = ""] = Object.keys(changes);
    expect(readNewEventTypeForm(aForm(changes))).toEqual({
      kind: "invalid",
      errors: { [field]: expect.any(String) },
    });
  }
  const { slug: _, ...without } = aForm();
  expect(readNewEventTypeForm(without).kind).toBe("invalid");
});

const askedFor = (changes: FormValues) => errorsOf(aQuestion(changes));

test("R7.2 answers to choose from are read one on a line, each once", () => {
  const choices = "\r\n Red \r\nGreen\u202e\n\nRed";
  const { settings } = read(
    aQuestion({ "question-0-kind": "choice", "question-0-choices": choices }),
  );
  expect(settings.questions).toEqual([
    { id: ID, label: "Which topic?", kind: "choice", isRequired: false, choices: ["Red", "Green"] },
  ]);
});

test("R7.2 a question that can't be asked is refused beside its field", () => {
  const choice = { "question-0-kind": "choice" };
  const lines = (count: number) => Array.from({ length: count }, (_, n) => `${n}`).join("\n");
  const many = { ...choice, "question-0-choices": lines(21) };
  const long = { ...choice, "question-0-choices": `short\n${"x".repeat(101)}` };
  expect(Object.keys(askedFor({ "question-0-label": "" }))).toEqual(["question-0-label"]);
  expect(Object.keys(askedFor({ "question-0-label": "x".repeat(201) }))).toEqual([
    "question-0-label",
  ]);
  expect(Object.keys(askedFor({ "question-0-kind": "file" }))).toEqual(["question-0-kind"]);
  expect(Object.keys(askedFor({ "question-0-id": "../x" }))).toEqual(["question-0-label"]);
  for (const changes of [choice, many, long]) {
    expect(Object.keys(askedFor(changes))).toEqual(["question-0-choices"]);
  }
  expect(askedFor({ ...choice, "question-0-choices": lines(20) })).toEqual({});
  expect(Object.keys(errorsOf({ questionCount: "11" }))).toEqual(["questions"]);
  expect(Object.keys(errorsOf({ questionCount: "" }))).toEqual(["questions"]);
});

test("R7.2 no two questions share an id: it names the field of the answer", () => {
  const twice = aQuestion({
    questionCount: "2",
    "question-1-id": ID,
    "question-1-label": "And why?",
    "question-1-kind": "text",
  });
  expect(Object.keys(errorsOf(twice))).toEqual(["question-0-label"]);
});

test("R7.2 a form that lacks any of its fields is refused", () => {
  const needed = Object.keys(newValues(ID, ID)).filter((name) => name !== "id");
  for (const name of [...needed, "complete"]) {
    const { [name]: _, ...rest } = aForm();
    expect(readEventTypeForm(rest).kind, name).toBe("invalid");
  }
});

test("R7.2 whatever is typed, rules that are read are sound", () => {
  const random = randomNumbers(72);
  const numbers = ["0", "1", "15", "30", "720", "1440", "1441", "3650", "99999", "-1", "x", ""];
  const dates = ["2026-12-01", "2027-01-01", "9999-12-31", "1969-12-31", "2199-12-31", ""];
  let sound = 0;
  for (let round = 0; round < 5000; round++) {
    const number = () => pick(random(3) ? numbers.slice(0, 5) : numbers, random);
    const form = readEventTypeForm(
      aForm({
        durationMinutes: number(),
        otherDurations: `${number()},${number()}`,
        bufferBeforeMinutes: number(),
        bufferAfterMinutes: number(),
        slotStepMinutes: number(),
        noticeCount: number(),
        noticeUnit: pick(["minutes", "hours", "days"], random),
        windowKind: pick(["rolling", "range"], random),
        windowDays: number(),
        windowFirstDay: pick(dates, random),
        windowLastDay: pick(dates, random),
        dayLimit: pick(["", "1", "0", "5"], random),
        weekLimit: pick(["", "1", "-3", "5"], random),
      }),
    );
    if (form.kind === "invalid") continue;
    const { settings } = form.request;
    for (const durationMinutes of [settings.durationMinutes, ...settings.otherDurations]) {
      const schedule = { timeZone: "UTC", weeklyHours: [], overrides: [] };
      expect(areSlotRulesSound({ ...settings, durationMinutes, schedule })).toBe(true);
    }
    sound++;
  }
  expect(sound).toBeGreaterThan(20);
});
