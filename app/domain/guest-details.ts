// What a guest fills in beside name, e-mail address and notes: where to be called, and what the host wants to know.
import type { Booking } from "./booking.ts";
import { cleanLine, cleanText } from "./guest-text.ts";
import type { Answer, Question } from "./question.ts";

/** How many characters an answer may have. */
export const LONGEST_ANSWER = { text: 500, long_text: 2000 } as const;
export const LONGEST_PHONE = 40;
const FEWEST_DIGITS = 5;

/** As it was typed. */
export interface FilledIn {
  /** "" where nothing was typed, or nobody asked for it. */
  phone: string;
  /** By the ids of the questions. */
  answers: Readonly<Record<string, string>>;
}

export type PhoneProblem = "missing" | "malformed";
export type AnswerProblem = "missing" | "tooLong" | "notAChoice";

export interface DetailProblems {
  phone: PhoneProblem | null;
  /** By the ids of the questions. */
  answers: Record<string, AnswerProblem>;
}

export type DetailsRead =
  | { kind: "read"; location: Booking["location"]; answers: Answer[] }
  | { kind: "refused"; problems: DetailProblems };

interface Asking {
  locationKind: Booking["location"]["kind"];
  locationDetail: string;
  questions: readonly Question[];
}

/** Reads what was filled in by what the event type asks for; the answers come cleaned, those left empty not at all. */
export function readDetails(asking: Asking, { phone, answers }: FilledIn): DetailsRead {
  const number = asking.locationKind === "guest_phone" ? readPhone(phone) : null;
  const read = readAnswers(asking.questions, answers);
  const phoneProblem = number?.problem ?? null;
  if (phoneProblem !== null || Object.keys(read.problems).length > 0) {
    return { kind: "refused", problems: { phone: phoneProblem, answers: read.problems } };
  }
  const detail = number ? number.phone : asking.locationDetail;
  return { kind: "read", location: { kind: asking.locationKind, detail }, answers: read.answers };
}

function readPhone(typed: string): { phone: string; problem: PhoneProblem | null } {
  // Numbers that are copied from elsewhere often hold full-width digits and hyphens of other kinds.
  const phone = cleanLine(typed.normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-"));
  if (phone === "") return { phone, problem: "missing" };
  const digits = phone.replace(/\D/g, "").length;
  const isPhone = /^[\d+() -]+$/.test(phone) && digits >= FEWEST_DIGITS;
  return { phone, problem: isPhone && phone.length <= LONGEST_PHONE ? null : "malformed" };
}

function readAnswers(questions: readonly Question[], given: FilledIn["answers"]) {
  const answers: Answer[] = [];
  const problems: DetailProblems["answers"] = {};
  for (const question of questions) {
    const typed = Object.hasOwn(given, question.id) ? (given[question.id] ?? "") : "";
    const answer = question.kind === "long_text" ? cleanText(typed) : cleanLine(typed);
    const problem = problemWith(question, answer);
    if (problem !== null) problems[question.id] = problem;
    else if (answer !== "") answers.push({ question: cleanLine(question.label), answer });
  }
  return { answers, problems };
}

function problemWith(question: Question, answer: string): AnswerProblem | null {
  if (answer === "") return question.isRequired ? "missing" : null;
  if (question.kind === "choice") {
    const isChoice = question.choices.some((choice) => cleanLine(choice) === answer);
    return isChoice ? null : "notAChoice";
  }
  return answer.length > LONGEST_ANSWER[question.kind] ? "tooLong" : null;
}
