// The questions that a host asks, row by row.
import { z } from "zod";
import { MOST_CHOICES, MOST_QUESTIONS } from "../../domain/event-type.ts";
import { cleanLine } from "../../domain/guest-text.ts";
import { isId } from "../../domain/ids.ts";
import type { Question } from "../../domain/question.ts";
import { incomplete, lineOf } from "../../http/booking-fields.server.ts";
import { type FormValues, questionCount, questionField, questionRows } from "./form-values.ts";

const common = {
  id: z.string().refine(isId, incomplete),
  label: lineOf(200, incomplete).pipe(z.string().min(1, "Enter the question, or remove it.")),
  isRequired: z.boolean(),
};

const choices = z
  .string()
  .transform((text) => [...new Set(text.split(/\r\n?|\n/).map(cleanLine))])
  .transform((lines) => lines.filter((line) => line !== ""))
  .pipe(
    z
      .array(z.string().max(100, "At most 100 characters for each answer, please."))
      .min(1, "Enter the answers to choose from, one on a line.")
      .max(MOST_CHOICES, `At most ${MOST_CHOICES} answers, please.`),
  );

const Row = z.discriminatedUnion(
  "kind",
  [
    z.object({ ...common, kind: z.enum(["text", "long_text"]) }),
    z.object({ ...common, kind: z.literal("choice"), choices }),
  ],
  { error: "Choose one of these." },
);

const Rows = z
  .array(Row)
  .max(MOST_QUESTIONS)
  .refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length, {
    path: [0, "label"],
    error: incomplete,
  });

type Questions =
  | { kind: "read"; questions: Question[] }
  | { kind: "invalid"; errors: Record<string, string> };

/** The questions of a form, or a message for each of their fields that needs one. */
export function readQuestions(form: FormValues): Questions {
  if (questionCount(form) === null) return { kind: "invalid", errors: { questions: incomplete } };
  const parsed = Rows.safeParse(questionRows(form));
  if (parsed.success) return { kind: "read", questions: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const [index, field] = path;
    errors[questionField(Number(index), field === "id" ? "label" : String(field))] ??= message;
  }
  return { kind: "invalid", errors };
}
