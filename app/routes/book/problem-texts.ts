// What is wrong with the fields that an event type has of its own, in words, by the names of the fields.
import { type DetailProblems, LONGEST_ANSWER } from "../../domain/guest-details.ts";
import type { Question } from "../../domain/question.ts";
import { answerField, PHONE } from "./field-names.ts";

const phoneTexts: Record<NonNullable<DetailProblems["phone"]>, string> = {
  missing: "Enter your phone number.",
  malformed: "This is no phone number. It should look like +44 20 7946 0000.",
};

/** The message for each field that has one. */
export function problemTexts(
  questions: readonly Question[],
  { phone, answers }: DetailProblems,
): Record<string, string> {
  const texts = questions.flatMap((question) => {
    const problem = answers[question.id];
    return problem ? [[answerField(question.id), answerText(question, problem)]] : [];
  });
  return { ...Object.fromEntries(texts), ...(phone ? { [PHONE]: phoneTexts[phone] } : {}) };
}

function answerText(question: Question, problem: DetailProblems["answers"][string]): string {
  if (question.kind === "choice") return "Choose one of these.";
  if (problem === "missing") return "Please answer this.";
  return `At most ${LONGEST_ANSWER[question.kind]} characters, please.`;
}
