// What a form that booked nothing is answered with: itself, everything typed still in it.
import { data } from "@remix-run/cloudflare";
import { stampForm } from "../../crypto/form-stamp.server.ts";
import { readDetails } from "../../domain/guest-details.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { requireEventTypePage } from "../../http/host-page.server.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import { readStartText } from "../../http/start-text.ts";
import type { AppContext } from "../../load-context.server.ts";
import { viewChoice } from "../../slot-pages/offered-slots.server.ts";
import { formatMinutes } from "../../ui/time-text.ts";
import { filledIn, typedValues } from "./booking-form.server.ts";
import { problemTexts } from "./problem-texts.ts";

/** A form as it was sent, and where to. */
export interface Posted {
  form: Record<string, string>;
  request: Request;
  params: { handle?: string; eventType?: string };
  context: AppContext;
}

/** Why nothing was booked. */
interface Refusal {
  status: number;
  /** The time that was chosen must not be offered again. */
  isSlotGone: boolean;
  text: string;
  retryAfterSeconds?: number;
}

export const refusals = {
  taken: {
    status: 409,
    isSlotGone: true,
    text: "Somebody else has just booked this time. Please choose another.",
  },
  limitReached: {
    status: 409,
    isSlotGone: true,
    text: "No more bookings are taken on that day or in that week. Please choose another time.",
  },
  notOffered: {
    status: 422,
    isSlotGone: true,
    text: "This time can’t be booked. Please choose another.",
  },
  tooManyBookings: {
    status: 429,
    isSlotGone: false,
    text: "Too many bookings were made within an hour, so this one was not. Please try again in an hour.",
    retryAfterSeconds: 3600,
  },
  calendarUnknown: {
    status: 503,
    isSlotGone: false,
    text: "The calendar can’t be checked just now, so nothing was booked. Please try again in a minute.",
  },
  calendarOutOfReach: {
    status: 503,
    isSlotGone: false,
    text: "The host’s calendar is out of reach, so nothing was booked, and no time here can be until the host has connected it again. Please ask the host, or try again another day.",
  },
  trapped: {
    status: 422,
    isSlotGone: false,
    text: "Nothing was booked, because a field was filled in that people don’t see. A program may have done it for you, such as a password manager. It is empty again: please press the button once more.",
  },
} satisfies Record<string, Refusal>;

/** The form again, with why it was refused above it and the nearest free times where the one chosen is gone. */
export async function showRefusal(posted: Posted, refusal: Refusal) {
  const { status, text, isSlotGone, retryAfterSeconds } = refusal;
  const start = readStartText(posted.form.start ?? "");
  const { choice } = await chooseAgain(posted, isSlotGone ? start : null);
  const headers = retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : undefined;
  const typed = typedValues(posted.form);
  const shown = { typed, errors: {}, refusal: text, isToConfirm: false, choice };
  return data(shown, { status, headers });
}

/** The form again as it was sent, to be sent once more: nothing is wrong with it. */
export async function askToConfirm(posted: Posted) {
  const { choice } = await chooseAgain(posted, null);
  const typed = typedValues(posted.form);
  return data({ typed, errors: {}, refusal: null, isToConfirm: true, choice }, { status: 422 });
}

/** The same, when its host has changed how long the meeting lasts: the time that was chosen may still be free. */
export async function showDurationGone(posted: Posted) {
  const { context, params, form } = posted;
  const page = await requireEventTypePage(context, params, form.duration ?? null);
  const text = `This meeting now lasts ${formatMinutes(page.durationMinutes)}: its host has changed it since you opened this page, so nothing was booked. Your details are still here. Check the time, then book it.`;
  return showRefusal(posted, { status: 422, isSlotGone: false, text });
}

/** The form again, with what is wrong beside each field, those of the event type's own included. */
export async function showErrors(posted: Posted, found: Record<string, string>) {
  const { form, context } = posted;
  const { page, choice } = await chooseAgain(posted, null);
  const details = readDetails(page.eventType, filledIn(form));
  const problems =
    details.kind === "refused" ? problemTexts(page.eventType.questions, details.problems) : {};
  // A broken key or stamp would be refused for ever; any other is kept, so that nobody is booked twice.
  const isBroken = found.key !== undefined || found.stamp !== undefined;
  const typed = { ...typedValues(form), ...(isBroken ? await newForm(context) : {}) };
  const errors: Record<string, string> = { ...problems, ...found };
  return data({ typed, errors, refusal: null, isToConfirm: false, choice }, { status: 422 });
}

/** What makes a form that nobody has sent yet. */
export async function newForm({ env, now, newSecret }: AppContext) {
  const key = newSecret();
  return { key, stamp: await stampForm(env.LINK_KEY_RING, key, now()) };
}

/** The slot that this form chose, not the one in the address: the guest may have taken another since they came. */
async function chooseAgain({ form, request, params, context }: Posted, without: number | null) {
  const page = await requireEventTypePage(context, params, form.duration ?? null);
  const start = readStartText(form.start ?? "");
  const around = readStartText(new URL(request.url).searchParams.get("start") ?? "");
  const zone = findTimeZone(form.tz ?? "") ?? page.host.timeZone;
  const reader = { own: zone, locale: readerLocale(request) };
  return {
    page,
    choice: await viewChoice(context, page, { start, around, without }, reader),
  };
}
