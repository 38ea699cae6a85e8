// What a guest fills in.
import { z } from "zod";
import { cleanLine, cleanText, holdsUrl } from "../../domain/guest-text.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { readStartText } from "../event-type-page/month-view.ts";

export const BookingForm = z.object({
  key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{20,64}$/, "This form was incomplete. Please send it again."),
  start: z
    .string({ error: "Choose a time." })
    .transform(readStartText)
    .refine((instant) => instant !== null, { error: "This is no time that can be booked." })
    .transform((instant) => instant ?? Number.NaN),
  tz: z.string().transform((zone) => findTimeZone(zone) ?? "UTC"),
  name: z
    .string({ error: "Enter your name." })
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, "Enter your name.")
        .max(100, "At most 100 characters, please.")
        .refine((name) => !holdsUrl(name), { error: "A name can't hold a web address." }),
    ),
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
  notes: z
    .string()
    .default("")
    .transform(cleanText)
    .pipe(z.string().max(1000, "At most 1000 characters, please.")),
});

/** What was typed, to be shown again. */
export interface TypedValues {
  key: string;
  name: string;
  email: string;
  notes: string;
}

export function typedValues(form: Record<string, string>): TypedValues {
  return {
    key: form.key ?? "",
    name: form.name ?? "",
    email: form.email ?? "",
    notes: form.notes ?? "",
  };
}
