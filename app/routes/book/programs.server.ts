// What keeps out programs that send whatever forms they find.
import { readFormStamp } from "../../crypto/form-stamp.server.ts";
import { incomplete } from "../../http/booking-fields.server.ts";
import { TRAP } from "./field-names.ts";
import { askToConfirm, type Posted, refusals, showErrors, showRefusal } from "./refusals.server.ts";

/**
 * Programs send a form as soon as they have it. A person whose browser fills it in by itself is hardly this quick, and by
 * the time they have read that they are to confirm, the form is old enough. However old it is, it is taken.
 */
const YOUNGEST_FORM_MS = 1_000;

/** The answer to a form that a program seems to have sent; null for one that a person may have sent. */
export async function answerToProgram(posted: Posted, sent: { key: string; stamp: string }) {
  const { form, context } = posted;
  const shownAt = await readFormStamp(context.env.LINK_KEY_RING, sent.key, sent.stamp);
  if (shownAt === null) return showErrors(posted, { stamp: incomplete });
  if (form[TRAP]) return showRefusal(posted, refusals.trapped);
  if (context.now() - shownAt < YOUNGEST_FORM_MS) return askToConfirm(posted);
  return null;
}
