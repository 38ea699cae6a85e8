// The form of an event type as it stands on the page: one text for each field, and a numbered row for each question.
import type { EventType } from "#db/booking-pages.server.ts";
import { MOST_QUESTIONS, noticeInUnits } from "../../domain/event-type.ts";
import type { Question } from "../../domain/question.ts";

export type FormValues = Record<string, string>;

/** A question as it stands in the form: its answers to choose from are one on a line. */
export interface QuestionRow {
  id: string;
  label: string;
  kind: string;
  choices: string;
  isRequired: boolean;
}

/** What a form about a new event type holds at first. */
export function newValues(id: string, scheduleId: string): FormValues {
  return {
    id,
    title: "",
    description: "",
    visibility: "listed",
    slug: "",
    durationMinutes: "30",
    otherDurations: "",
    slotStepMinutes: "30",
    bufferBeforeMinutes: "0",
    bufferAfterMinutes: "0",
    scheduleId,
    noticeCount: "1",
    noticeUnit: "hours",
    windowKind: "rolling",
    windowDays: "60",
    dayLimit: "",
    weekLimit: "",
    locationKind: "google_meet",
    color: "blue",
    active: "yes",
    ...rowValues([]),
  };
}

/** What a form about this event type holds at first. */
export function storedValues(eventType: EventType): FormValues {
  const notice = noticeInUnits(eventType.minimumNoticeMinutes);
  const { locationKind, locationDetail, windowFirstDay, windowLastDay } = eventType;
  return {
    title: eventType.title,
    description: eventType.description,
    visibility: eventType.isListed ? "listed" : "private",
    // Nobody is to read out, or keep for the listed page, what nobody can guess.
    slug: eventType.isListed ? eventType.slug : "",
    durationMinutes: String(eventType.durationMinutes),
    otherDurations: eventType.otherDurations.join(", "),
    slotStepMinutes: String(eventType.slotStepMinutes),
    bufferBeforeMinutes: String(eventType.bufferBeforeMinutes),
    bufferAfterMinutes: String(eventType.bufferAfterMinutes),
    scheduleId: eventType.scheduleId,
    noticeCount: String(notice.count),
    noticeUnit: notice.unit,
    windowKind: windowFirstDay === null ? "rolling" : "range",
    windowDays: String(eventType.bookingWindowDays),
    windowFirstDay: windowFirstDay ?? "",
    windowLastDay: windowLastDay ?? "",
    dayLimit: String(eventType.dayLimit ?? ""),
    weekLimit: String(eventType.weekLimit ?? ""),
    locationKind,
    locationPhone: locationKind === "phone" ? locationDetail : "",
    locationAddress: locationKind === "in_person" ? locationDetail : "",
    locationLink: locationKind === "link" ? locationDetail : "",
    color: eventType.color,
    active: eventType.isActive ? "yes" : "no",
    ...rowValues(eventType.questions.map(toRow)),
  };
}

function toRow(question: Question): QuestionRow {
  const choices = question.kind === "choice" ? question.choices.join("\n") : "";
  return { ...question, choices };
}

// ---------------------------------------------------------------- questions

/** The name of a field of the question in this place, counted from 0. */
export const questionField = (index: number, field: string) => `question-${index}-${field}`;

/** How many questions the form says that it has; null when it does not say, or too many. */
export function questionCount(values: FormValues): number | null {
  const count = /^\d{1,2}$/.test(values.questionCount ?? "") ? Number(values.questionCount) : null;
  return count === null || count > MOST_QUESTIONS ? null : count;
}

/** The questions of a form, as they were typed. */
export function questionRows(values: FormValues): QuestionRow[] {
  return Array.from({ length: questionCount(values) ?? 0 }, (_, index) => {
    const typed = (field: string) => values[questionField(index, field)] ?? "";
    return {
      id: typed("id"),
      label: typed("label"),
      kind: typed("kind"),
      choices: typed("choices"),
      isRequired: typed("required") !== "",
    };
  });
}

function rowValues(rows: QuestionRow[]): FormValues {
  const values: FormValues = { questionCount: String(rows.length) };
  rows.forEach(({ isRequired, ...texts }, index) => {
    for (const [field, text] of Object.entries(texts)) values[questionField(index, field)] = text;
    if (isRequired) values[questionField(index, "required")] = "yes";
  });
  return values;
}

/** What the form's buttons beside "Save" ask for. */
export const ADD_QUESTION = "add-question";
export const REMOVE_QUESTION = "remove-question-";

/**
 * The form with one question more, or without one, and all else as it was typed; null when that is not what it asks for.
 * @param newId makes the id of a new question
 */
export function withChangedRows(values: FormValues, newId: () => string): FormValues | null {
  const { intent = "" } = values;
  const rows = questionRows(values);
  if (intent === ADD_QUESTION) {
    const row = { id: newId(), label: "", kind: "text", choices: "", isRequired: false };
    return withRows(values, rows.length < MOST_QUESTIONS ? [...rows, row] : rows);
  }
  if (!intent.startsWith(REMOVE_QUESTION)) return null;
  const removed = intent.slice(REMOVE_QUESTION.length);
  return withRows(
    values,
    rows.filter((_, index) => String(index) !== removed),
  );
}

function withRows(values: FormValues, rows: QuestionRow[]): FormValues {
  const others = Object.entries(values).filter(([name]) => !name.startsWith("question-"));
  return { ...Object.fromEntries(others), ...rowValues(rows) };
}
