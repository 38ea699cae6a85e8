// The forms that edit a booking or call it off: guest and host have pages of the same making.
import { z } from "zod";
import type { RevisionOutcome } from "../use-cases/revise-booking.server.ts";
import { reasonField, revisionField } from "./booking-fields.server.ts";
import { fieldErrors } from "./form.server.ts";

/** Why nothing was changed: an answer's status, and what its page says. */
type Refusals = Record<
  "tooLate" | "changedMeanwhile" | "tooManyChanges",
  { status: number; text: string }
>;

/** Only guests are told so: what hosts change is not counted. */
const tooManyChanges = (nothing: string) => ({
  status: 429,
  text: `This booking has been changed too often of late, so ${nothing}. Please try again in an hour. You can still cancel it at any time.`,
});

/** Of a form that edits. */
export const editRefusals: Refusals = {
  tooLate: { status: 422, text: "This meeting has begun or is over, so it can’t be changed." },
  changedMeanwhile: {
    status: 409,
    text: "This booking has changed since you opened this page, so nothing was saved. What you typed is still here: compare, then save it again.",
  },
  tooManyChanges: tooManyChanges("nothing was saved. What you typed is still here"),
};

/** Of a form that cancels. */
export const cancelRefusals: Refusals = {
  tooLate: { status: 422, text: "This meeting has begun or is over, so it can’t be cancelled." },
  changedMeanwhile: {
    status: 409,
    text: "This booking has changed since you opened this page, so it was not cancelled. Check the details below, then cancel again.",
  },
  tooManyChanges: tooManyChanges("it was not cancelled"),
};

/** Of a form that moves. */
export const movedTooOften = tooManyChanges("nothing was moved");

/** What a form that was refused is answered with beside its page. */
export function refusedWith(status: number): ResponseInit {
  return status === 429 ? { status, headers: { "Retry-After": "3600" } } : { status };
}

/** What a form that cancels holds, whoever sends it. */
export const CancelFields = z.object({ revision: revisionField, reason: reasonField });

/** What the page shows after a form that changed nothing. */
export interface ChangeAnswer<Typed> {
  typed: Typed;
  errors: Record<string, string>;
  refusal: string | null;
}

export type ChangeResult<Typed> =
  | { kind: "done" }
  | { kind: "refused"; status: number; answer: ChangeAnswer<Typed> };

interface ChangeForm<Fields, Typed> {
  fields: z.ZodType<Fields>;
  refusals: Refusals;
  /** What was typed, to be shown again. */
  typed: Typed;
}

/**
 * Parses the form and makes the change.
 * @throws a 410 Response when the booking has just gone with its host's account
 */
export async function handleChangeForm<Fields, Typed>(
  form: Record<string, string>,
  { fields, refusals, typed }: ChangeForm<Fields, Typed>,
  change: (asked: Fields) => Promise<RevisionOutcome>,
): Promise<ChangeResult<Typed>> {
  const parsed = fields.safeParse(form);
  if (!parsed.success) {
    const answer = { typed, errors: fieldErrors(parsed.error), refusal: null };
    return { kind: "refused", status: 422, answer };
  }
  const outcome = await change(parsed.data);
  switch (outcome.kind) {
    case "done":
      return { kind: "done" };
    case "unknownBooking":
      throw new Response(null, { status: 410 });
    case "tooLate":
    case "changedMeanwhile":
    case "tooManyChanges": {
      const { status, text } = refusals[outcome.kind];
      return { kind: "refused", status, answer: { typed, errors: {}, refusal: text } };
    }
  }
}
