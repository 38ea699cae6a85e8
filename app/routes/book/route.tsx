import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findTimeZone } from "../../domain/time-zone.ts";
import { orSendAgain, sendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { requireEventTypePage } from "../../http/host-page.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { readStartText } from "../../http/start-text.ts";
import type { AppContext } from "../../load-context.server.ts";
import { type SlotChoice, viewChoice } from "../../slot-pages/offered-slots.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { bookSlot } from "../../use-cases/book-slot.server.ts";
import { guestPath } from "../../use-cases/guest-link.server.ts";
import { BookingForm, toSlotRequest, typedValues } from "./booking-form.server.ts";
import { Details } from "./details.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Your details: ${data.title} with ${data.hostName}` : "Slotkeeper" },
];
export const headers = () => privatePage;

type Params = LoaderFunctionArgs["params"];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const offered = await requireEventTypePage(context, params, asked.get("duration"));
  const { host, eventType, durationMinutes } = offered;
  const start = readStartText(asked.get("start") ?? "");
  const zone = findTimeZone(asked.get("tz") ?? "") ?? host.timeZone;
  const choice = await viewChoice(context, offered, { start }, { own: zone });
  const page = {
    hostName: host.name,
    title: eventType.title,
    path: `/${host.handle}/${eventType.slug}`,
    durationMinutes,
    search: new URLSearchParams({
      ...{ start: asked.get("start") ?? "", tz: zone, duration: String(durationMinutes) },
    }).toString(),
    locationKind: eventType.locationKind,
    newKey: context.newSecret(),
  };
  return data({ ...page, choice }, { status: choice.slot ? 200 : 422 });
}

/** Why nothing was booked. `isSlotGone`: the time that was chosen must not be offered again. */
const refusals = {
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
  },
  calendarUnknown: {
    status: 503,
    isSlotGone: false,
    text: "The calendar can’t be checked just now, so nothing was booked. Please try again in a minute.",
  },
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, () => book(form, request, params, context));
}

async function book(
  form: Record<string, string>,
  request: Request,
  params: Params,
  context: AppContext,
) {
  const typed = typedValues(form);
  const choose = (without: number | null) => chooseAgain(form, without, request, params, context);
  const parsed = BookingForm.safeParse(form);
  if (!parsed.success) {
    const errors = fieldErrors(parsed.error);
    // A broken key would be refused for ever; any other is kept, so that nobody is booked twice.
    const key = errors.key ? context.newSecret() : typed.key;
    const choice = await choose(null);
    return data({ typed: { ...typed, key }, errors, refusal: null, choice }, { status: 422 });
  }
  const outcome = await bookSlot(context, toSlotRequest(params, parsed.data));
  switch (outcome.kind) {
    case "booked":
      return redirect(await guestPath(context.env, outcome.booking), 303);
    case "pageUnknown":
      throw new Response(null, { status: 404 });
    case "formReused":
      throw new Response(null, { status: 409 });
    case "databaseAway":
      throw sendAgain(form);
    case "taken":
    case "limitReached":
    case "notOffered":
    case "tooManyBookings":
    case "calendarUnknown": {
      const { status, text, isSlotGone } = refusals[outcome.kind];
      const choice = await choose(isSlotGone ? parsed.data.start : null);
      return data({ typed, errors: {}, refusal: text, choice }, { status });
    }
  }
}

/** The slot that this form chose, not the one in the address: the guest may have taken another since they came. */
async function chooseAgain(
  form: Record<string, string>,
  without: number | null,
  request: Request,
  params: Params,
  context: AppContext,
): Promise<SlotChoice> {
  const page = await requireEventTypePage(context, params, form.duration ?? null);
  const start = readStartText(form.start ?? "");
  const around = readStartText(new URL(request.url).searchParams.get("start") ?? "");
  const zone = findTimeZone(form.tz ?? "") ?? page.host.timeZone;
  return viewChoice(context, page, { start, around, without }, { own: zone });
}

export default function Book() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <Details
      page={page}
      choice={result?.choice ?? page.choice}
      typed={result?.typed ?? { key: page.newKey, name: "", email: "", notes: "" }}
      errors={result?.errors ?? {}}
      refusal={result?.refusal ?? null}
    />
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your booking was stored. Your
      details are still here. Wait a moment and press the button: you will not be booked twice.
    </DatabaseAway>
  );
}
