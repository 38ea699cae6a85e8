// What a guest fills in.
import { z } from "zod";
import { cleanLine } from "../../domain/guest-text.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import {
  guestNameField,
  incomplete,
  notesField,
  startField,
} from "../../http/booking-fields.server.ts";
import type { SlotRequest } from "../../use-cases/book-slot.server.ts";

/** A booking form, parsed: cleaned texts, the start as an instant. */
export const BookingForm = z.object({
  key: z.string({ error: incomplete }).regex(/^[A-Za-z0-9_-]{20,64}$/, incomplete),
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
        .pipe(z.email("This is no e-mail address. It should look like name@example.com.")),
    ),
  notes: notesField.default(""),
});

/** What was typed, to be shown again, with the key that the form is sent with. */
export interface TypedValues {
  key: string;
  name: string;
  email: string;
  notes: string;
}

/** The typed values of a form as it came, whatever is missing in it. */
export function typedValues(form: Record<string, string>): TypedValues {
  return {
    key: form.key ?? "",
    name: form.name ?? "",
    email: form.email ?? "",
    notes: form.notes ?? "",
  };
}

/** What a parsed form asks for, on the page that its address names. */
export function toSlotRequest(
  params: { handle?: string; eventType?: string },
  form: z.output<typeof BookingForm>,
): SlotRequest {
  const { key: formKey, start: startsAt, duration, tz: timeZone, name, email, notes } = form;
  return {
    handle: params.handle?.toLowerCase() ?? "",
    eventTypeSlug: params.eventType ?? "",
    startsAt,
    durationMinutes: duration ?? null,
    address: null,
    guest: { name, email, notes, timeZone },
    formKey,
  };
}
