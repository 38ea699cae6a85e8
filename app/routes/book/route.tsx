import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findTimeZone } from "../../domain/time-zone.ts";
import { clientAddress } from "../../http/client-address.ts";
import { orSendAgain, sendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { requireEventTypePage } from "../../http/host-page.server.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage, withRetryAfter } from "../../http/private-page.ts";
import { refuseTooMany } from "../../http/rate-limit.server.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import { readStartText } from "../../http/start-text.ts";
import { viewChoice } from "../../slot-pages/offered-slots.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { placeBeforeBooking } from "../../ui/place-text.ts";
import { formatMinutes } from "../../ui/time-text.ts";
import { TooManyForms } from "../../ui/too-many-forms.tsx";
import { bookSlot } from "../../use-cases/book-slot.server.ts";
import { guestPath } from "../../use-cases/guest-link.server.ts";
import { BookingForm, filledIn, toSlotRequest } from "./booking-form.server.ts";
import { Details } from "./details.tsx";
import { answerToProgram } from "./programs.server.ts";
import {
  newForm,
  type Posted,
  refusals,
  showDurationGone,
  showErrors,
  showRefusal,
} from "./refusals.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Your details: ${data.title} with ${data.hostName}` : "Slotkeeper");
export const handle = { scripts: "enhance" };
export const headers = (args: HeadersArgs) => withRetryAfter(privatePage, args);

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const offered = await requireEventTypePage(context, params, asked.get("duration"));
  const { host, eventType, durationMinutes } = offered;
  const start = readStartText(asked.get("start") ?? "");
  const zone = findTimeZone(asked.get("tz") ?? "") ?? host.timeZone;
  const reader = { own: zone, locale: readerLocale(request) };
  const choice = await viewChoice(context, offered, { start }, reader);
  const { locationKind: kind, locationDetail: detail } = eventType;
  const page = {
    hostId: host.id,
    hostName: host.name,
    accent: host.accent,
    title: eventType.title,
    path: `/${host.handle}/${eventType.slug}`,
    durationMinutes,
    durationText: formatMinutes(durationMinutes),
    search: new URLSearchParams({
      ...{ start: asked.get("start") ?? "", tz: zone, duration: String(durationMinutes) },
    }).toString(),
    place: placeBeforeBooking({ kind, detail }, host.name),
    asksForPhone: kind === "guest_phone",
    questions: eventType.questions,
    newForm: await newForm(context),
  };
  return data({ ...page, choice }, { status: choice.slot ? 200 : 422 });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  await refuseTooMany(context, clientAddress(request), form);
  return orSendAgain(form, () => book({ form, request, params, context }));
}

async function book(posted: Posted) {
  const { form, request, params, context } = posted;
  const parsed = BookingForm.safeParse(form);
  if (!parsed.success) return showErrors(posted, fieldErrors(parsed.error));
  const toProgram = await answerToProgram(posted, parsed.data);
  if (toProgram) return toProgram;
  const from = clientAddress(request);
  const outcome = await bookSlot(context, toSlotRequest(params, parsed.data, filledIn(form), from));
  switch (outcome.kind) {
    case "booked":
      return redirect(await guestPath(context.env, outcome.booking), 303);
    case "pageUnknown":
      throw data({ ...form }, { status: 404 });
    case "formReused":
      throw new Response(null, { status: 409 });
    case "databaseAway":
      throw sendAgain(form);
    case "durationGone":
      return showDurationGone(posted);
    case "detailsRefused":
      return showErrors(posted, {});
    default:
      return showRefusal(posted, refusals[outcome.kind]);
  }
}

export default function Book() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const nothingTyped = { ...page.newForm, name: "", email: "", notes: "", phone: "", answers: {} };
  return (
    <Details
      page={page}
      choice={result?.choice ?? page.choice}
      typed={result?.typed ?? nothingTyped}
      errors={result?.errors ?? {}}
      refusal={result?.refusal ?? null}
      isToConfirm={result?.isToConfirm ?? false}
    />
  );
}

export function ErrorBoundary() {
  const unknown = useSentForm();
  const tooMany = useSentForm(429);
  const closed = useSentForm(404);
  if (tooMany) return <TooManyForms form={tooMany} nothing="nothing was booked" />;
  // Other pages that are not there bring no form.
  if (closed?.key) {
    return (
      <DatabaseAway form={closed} title="No bookings are taken here just now">
        This page was closed while you filled it in, so nothing was booked. What you filled in is
        still here: press the button when the page is open again, or ask the person you wanted to
        meet.
      </DatabaseAway>
    );
  }
  if (!unknown) return <ErrorPage />;
  return (
    <DatabaseAway form={unknown}>
      We could not reach our database, so we don’t know yet whether your booking was stored. Your
      details are still here. Wait a moment and press the button: you will not be booked twice.
    </DatabaseAway>
  );
}
