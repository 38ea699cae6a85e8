import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import {
  addDays,
  findTimeZone,
  isCalendarDate,
  isCalendarMonth,
  listTimeZones,
  localDay,
} from "../../domain/time-zone.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { requireEventTypePage } from "../../http/host-page.server.ts";
import { GuestPage } from "../../ui/page.tsx";
import { formatMinutes, zoneLabel } from "../../ui/time-text.ts";
import { offerSlots } from "../../use-cases/offer-slots.server.ts";
import { Month } from "./month.tsx";
import { monthInterval, viewMonth } from "./month-view.ts";
import { ZoneForm } from "./zone-form.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.title} with ${data.hostName}` : "Slotkeeper" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host, eventType } = await requireEventTypePage(context, params);
  const asked = new URL(request.url).searchParams;
  const zone = findTimeZone(asked.get("tz") ?? "") ?? guessTimeZone(request) ?? host.timeZone;
  const now = context.now();
  const lastBookableDay = addDays(localDay(now, zone), eventType.bookingWindowDays + 1);
  const day = dayAsked(asked.get("day"));
  const month = monthAsked(asked.get("month")) ?? day?.slice(0, 7) ?? null;

  const show = async (shown: string) => {
    const { slots } = await offerSlots(context, host, eventType, monthInterval(shown, zone));
    const dayOfMonth = day?.startsWith(shown) ? day : null;
    return viewMonth(slots, { month: shown, day: dayOfMonth, zone, now, lastBookableDay });
  };
  const thisMonth = localDay(now, zone).slice(0, 7);
  let view = await show(month ?? thisMonth);
  // Late in a month nothing may be left of it: whoever asked for no month sees the next one.
  if (month === null && view.selected === null && view.nextMonth) view = await show(view.nextMonth);

  return {
    hostName: host.name,
    handle: host.handle,
    slug: eventType.slug,
    title: eventType.title,
    description: eventType.description,
    duration: formatMinutes(eventType.durationMinutes),
    zone,
    zoneLabel: zoneLabel(zone, now),
    zones: listTimeZones(),
    view,
  };
}

function dayAsked(text: string | null): string | null {
  return text !== null && isCalendarDate(text) ? text : null;
}

function monthAsked(text: string | null): string | null {
  return text !== null && isCalendarMonth(text) ? text : null;
}

export default function EventTypePage() {
  const page = useLoaderData<typeof loader>();
  const path = `/${page.handle}/${page.slug}`;
  return (
    <GuestPage wide>
      <p>
        <a href={`/${page.handle}`}>{page.hostName}</a>
      </p>
      <h1>{page.title}</h1>
      <p className="mt-1 text-quiet">{page.duration}</p>
      {page.description ? <p className="mt-2 whitespace-pre-line">{page.description}</p> : null}
      <div className="mt-6">
        <Month path={path} view={page.view} zone={page.zone} />
      </div>
      <ZoneForm
        path={path}
        zone={page.zone}
        label={page.zoneLabel}
        zones={page.zones}
        month={page.view.month}
      />
    </GuestPage>
  );
}
