// What a guest fills in.
import { z } from "zod";
import { readEmailAddress } from "../../domain/email-address.ts";
import type { FilledIn } from "../../domain/guest-details.ts";
import { cleanLine, cleanText } from "../../domain/guest-text.ts";
import { isId } from "../../domain/ids.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import {
  guestNameField,
  incomplete,
  notesField,
  startField,
} from "../../http/booking-fields.server.ts";
import type { SlotRequest } from "../../use-cases/book-slot.server.ts";
import { answerFields, PHONE } from "./field-names.ts";

/** What may be mailed to, of what was typed. */
function mailAddress(text: string, { addIssue }: z.RefinementCtx): string {
  const read = readEmailAddress(text);
  if (read.kind === "address") return read.address;
  addIssue({ code: "custom", message: addressProblems[read.kind] });
  return z.NEVER;
}

const addressProblems = {
  foreignLetters:
    "Letters such as ä before the @ can’t be mailed to from here. Enter another address, please.",
  longName: "This is no e-mail address: before the @ stand at most 64 characters.",
};

/** A booking form, parsed: cleaned texts, the start as an instant. */
export const BookingForm = z.object({
  key: z.string({ error: incomplete }).regex(/^[A-Za-z0-9_-]{20,64}$/, incomplete),
  stamp: z.string({ error: incomplete }),
  host: z.string().refine(isId, incomplete).optional(),
  start: startField,
  // Only whole minutes; which of them are offered, the event type says.
  duration: z
    .string()
    .regex(/^\d{1,4}$/, incomplete)
    .transform(Number)
    .optional(),
  tz: z
    .string()
    .default("")
    .transform((zone) => findTimeZone(zone) ?? "UTC"),
  name: guestNameField,
  email: z
    .string({ error: "Enter your e-mail address." })
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, "Enter your e-mail address.")
        .max(254, "At most 254 characters, please.")
        .transform(mailAddress)
        .pipe(z.email("This is no e-mail address. It should look like name@example.com.")),
    ),
  notes: notesField.default(""),
});

/** What was typed, to be shown again, with the key and stamp that the form is sent with. */
export interface TypedValues {
  key: string;
  stamp: string;
  name: string;
  email: string;
  notes: string;
  phone: string;
  /** By the ids of the questions. */
  answers: Record<string, string>;
}

/** The typed values of a form as it came, whatever is missing in it. */
export function typedValues(form: Record<string, string>): TypedValues {
  return {
    key: form.key ?? "",
    stamp: form.stamp ?? "",
    name: form.name ?? "",
    email: form.email ?? "",
    notes: form.notes ?? "",
    phone: form[PHONE] ?? "",
    answers: Object.fromEntries(answerFields(form)),
  };
}

/** What was filled in for the event type's own questions, cleaned: the same form sent twice says the same. */
export function filledIn(form: Record<string, string>): FilledIn {
  const answers = answerFields(form).map(([id, answer]) => [id, cleanText(answer)] as const);
  return {
    phone: cleanLine(form[PHONE] ?? ""),
    answers: Object.fromEntries(answers.filter(([, answer]) => answer !== "")),
  };
}

/**
 * What a parsed form asks for, on the page that its address names.
 * @param from the address that it comes from
 */
export function toSlotRequest(
  params: { handle?: string; eventType?: string },
  form: z.output<typeof BookingForm>,
  details: FilledIn,
  from: string | null,
): SlotRequest {
  const { key: formKey, start: startsAt, duration, tz: timeZone, name, email, notes } = form;
  return {
    hostId: form.host ?? null,
    handle: params.handle?.toLowerCase() ?? "",
    eventTypeSlug: params.eventType ?? "",
    startsAt,
    durationMinutes: duration ?? null,
    address: from,
    guest: { name, email, notes, timeZone },
    filledIn: details,
    formKey,
  };
}
