import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import {
  isRouteErrorResponse,
  useActionData,
  useLoaderData,
  useRouteError,
} from "@remix-run/react";
import { findTimeZone } from "../../domain/time-zone.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { requireEventTypePage } from "../../http/host-page.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { ErrorPage } from "../../ui/error-page.tsx";
import { bookSlot } from "../../use-cases/book-slot.server.ts";
import { guestPath } from "../../use-cases/guest-link.server.ts";
import { readStartText } from "../event-type-page/month-view.ts";
import { BookingForm, typedValues } from "./booking-form.server.ts";
import { DatabaseAway, type SentForm } from "./database-away.tsx";
import { Details } from "./details.tsx";
import { viewChoice } from "./slot-choice.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Your details: ${data.title} with ${data.hostName}` : "Slotkeeper" },
];
export const headers = () => privatePage;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host, eventType } = await requireEventTypePage(context, params);
  const asked = new URL(request.url).searchParams;
  const start = readStartText(asked.get("start") ?? "");
  const zone = findTimeZone(asked.get("tz") ?? "") ?? host.timeZone;
  const choice = await viewChoice(context, host, eventType, start, zone);
  const page = {
    hostName: host.name,
    title: eventType.title,
    path: `/${host.handle}/${eventType.slug}`,
    search: new URLSearchParams({ start: asked.get("start") ?? "", tz: zone }).toString(),
    locationKind: eventType.locationKind,
    choice,
    newKey: context.newSecret(),
  };
  return data(page, { status: choice.slot ? 200 : 422 });
}

const refusals = {
  taken: { status: 409, text: "Somebody else has just booked this time. Please choose another." },
  notOffered: { status: 422, text: "This time can't be booked. Please choose another." },
  calendarUnknown: {
    status: 503,
    text: "The calendar can't be checked just now, so nothing was booked. Please try again in a minute.",
  },
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  const typed = typedValues(form);
  const parsed = BookingForm.safeParse(form);
  if (!parsed.success) {
    return data({ typed, errors: fieldErrors(parsed.error), refusal: null }, { status: 422 });
  }
  const { key: formKey, start: startsAt, tz: timeZone, name, email, notes } = parsed.data;
  const outcome = await bookSlot(context, {
    handle: params.handle?.toLowerCase() ?? "",
    eventTypeSlug: params.eventType ?? "",
    startsAt,
    guest: { name, email, notes, timeZone },
    formKey,
  });
  switch (outcome.kind) {
    case "booked":
      return redirect(await guestPath(context.env, outcome.booking), 303);
    case "pageUnknown":
      throw new Response(null, { status: 404 });
    case "formReused":
      throw new Response(null, { status: 409 });
    case "databaseAway":
      throw data({ ...form } satisfies SentForm, { status: 503 });
    case "taken":
    case "notOffered":
    case "calendarUnknown": {
      const { status, text } = refusals[outcome.kind];
      return data({ typed, errors: {}, refusal: text }, { status });
    }
  }
}

export default function Book() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <Details
      page={page}
      typed={result?.typed ?? { key: page.newKey, name: "", email: "", notes: "" }}
      errors={result?.errors ?? {}}
      refusal={result?.refusal ?? null}
    />
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 503 && error.data) {
    return <DatabaseAway form={error.data as SentForm} />;
  }
  return <ErrorPage />;
}
