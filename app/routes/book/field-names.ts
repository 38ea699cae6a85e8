// What the fields of the details form are called, for its page and for whoever reads what it sends.

/** Where a guest is to be called. */
export const PHONE = "phone";

/** People never see it, so whoever fills it in is a program. No real field has such a name, so that none is filled in for people. */
export const TRAP = "leave-empty";

const ANSWER = "answer-";

/** The field of one of the host's own questions. */
export const answerField = (questionId: string) => `${ANSWER}${questionId}`;

/** The questions' ids and what was typed. */
export function answerFields(form: Record<string, string>): [id: string, typed: string][] {
  return Object.entries(form)
    .filter(([name]) => name.startsWith(ANSWER))
    .map(([name, typed]) => [name.slice(ANSWER.length), typed]);
}
