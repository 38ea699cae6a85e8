// The fields that forms about a booking share: the same cleaning, bounds and messages wherever they stand.
import { z } from "zod";
import { LONGEST_TITLE } from "../domain/event-type.ts";
import { cleanLine, cleanText, holdsUrl } from "../domain/guest-text.ts";
import { readStartText } from "./start-text.ts";

/** Of a field that our pages always send. */
export const incomplete = "This form was incomplete. Please send it again.";

const atMost = (count: number) => z.string().max(count, `At most ${count} characters, please.`);

/** One line of at most so many characters, cleaned. */
export const lineOf = (count: number, error: string) =>
  z.string({ error }).transform(cleanLine).pipe(atMost(count));

/** Several lines of at most so many characters, cleaned. */
export const textOf = (count: number, error: string) =>
  z.string({ error }).transform(cleanText).pipe(atMost(count));

/** The revision that the form was shown with. */
export const revisionField = z.coerce.number(incomplete).int(incomplete).positive(incomplete);

/** When a slot starts: text there, an instant here. */
export const startField = z
  .string({ error: "Choose a time." })
  .transform(readStartText)
  .refine((instant) => instant !== null, { error: "This is no time that can be booked." })
  .transform((instant) => instant ?? Number.NaN);

/** The guest's name. It stands in the title of an event that others read, so it must not become a link. */
export const guestNameField = lineOf(100, "Enter your name.").pipe(
  z
    .string()
    .min(1, "Enter your name.")
    .refine((name) => !holdsUrl(name), { error: "A name can’t hold a web address." }),
);

/** Required, though it may be empty: a form that lost it must not wipe what is stored. */
export const notesField = textOf(1000, incomplete);

/** One line, the title of the event. */
export const titleField = lineOf(LONGEST_TITLE, "Enter a title.").pipe(
  z.string().min(1, "Enter a title."),
);

/** One line, where one meets; required like the notes, though it may be empty. */
export const placeField = lineOf(500, incomplete);

/** Why a booking is called off; absent means none. */
export const reasonField = textOf(500, incomplete).default("");
