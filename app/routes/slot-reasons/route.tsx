import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { findEventType, getSchedule } from "#db/booking-pages.server.ts";
import { type ConnectedCalendar, listCalendarsOf } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { isId } from "../../domain/ids.ts";
import { addDays, dayInterval, isCalendarDate, localDay } from "../../domain/time-zone.ts";
import type { AppContext } from "../../load-context.server.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { formatDay, formatMinutes, zoneLabelDuring } from "../../ui/time-text.ts";
import { explainSlots } from "../../use-cases/explain-slots.server.ts";
import { DayForm } from "./day-form.tsx";
import { type ExplainedTimes, explainedTimes } from "./reason-text.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Times of ${data.title} · Slotkeeper` : "Slotkeeper" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const eventType = await requireEventType(context, host, params.eventTypeId);
  const asked = new URL(request.url).searchParams;
  const durations = durationsOf(eventType);
  const chosen = durations.find((minutes) => String(minutes) === asked.get("duration"));
  const durationMinutes = chosen ?? eventType.durationMinutes;
  const { timeZone } = await getSchedule(context.db, host.id, eventType.scheduleId);
  const day = dayAsked(asked.get("day")) ?? addDays(localDay(context.now(), timeZone), 1);
  const page = { host, eventType, durationMinutes, moving: null };
  const { starts, rules, bookings, unread, whenUnknown } = await explainSlots(context, page, day);
  const calendars = await calendarsOf(context, host);
  return {
    title: eventType.title,
    isActive: eventType.isActive && host.pageEnabled,
    ...{ day, durationMinutes, dayName: formatDay(day) },
    durations: durations.map((minutes) => ({ minutes, text: formatMinutes(minutes) })),
    zone: zoneLabelDuring(timeZone, dayInterval(day, timeZone)),
    times: explainedTimes(starts, { zone: timeZone, bookings, calendars, rules }),
    unread: calendars
      .filter(({ calendarId }) => unread.some((other) => other.calendarId === calendarId))
      .map(({ calendarId, name }) => name || calendarId),
    whenUnknown,
  };
}

/** @throws a 404 Response when this host has none of that id */
async function requireEventType({ db }: AppContext, host: Host, id = "") {
  const found = isId(id) ? await findEventType(db, host.id, id) : null;
  if (!found) throw new Response(null, { status: 404 });
  return found;
}

async function calendarsOf({ db }: AppContext, host: Host): Promise<ConnectedCalendar[]> {
  const connectionId = host.googleCalendarConnectionId;
  return connectionId === null ? [] : listCalendarsOf(db, host.id, connectionId);
}

function dayAsked(text: string | null): string | null {
  return text !== null && isCalendarDate(text) ? text : null;
}

export default function SlotReasons() {
  const page = useLoaderData<typeof loader>();
  return (
    <>
      <BackLink to="/event-types">Event types</BackLink>
      <h1>
        Which times of “<bdi>{page.title}</bdi>” are offered, and why not the others
      </h1>
      <DayForm {...page} />
      {page.isActive ? null : (
        <Notice tone="bad">Your page or this event type is off: guests see no times at all.</Notice>
      )}
      {page.unread.length > 0 ? (
        <Notice tone="bad">
          Google has not said lately what is in {page.unread.join(", ")}, so times that are busy
          there may be missing below.
          {page.whenUnknown === "refused"
            ? " Until it does, guests who choose a time are refused, as you chose."
            : null}
        </Notice>
      ) : null}
      {page.whenUnknown === "refusedUntilReconnected" ? (
        <Notice tone="bad">
          Every time below is refused when a guest chooses it: Slotkeeper can’t reach your calendar,
          and you chose to refuse bookings then. <Link to="/settings/calendar">Reconnect it</Link>,
          or choose under <Link to="/availability">Availability</Link> to accept them.
        </Notice>
      ) : null}
      <section aria-labelledby="day" className="card mt-6">
        <h2 id="day">{page.dayName}</h2>
        <p className="mt-1 text-sm text-quiet">When a meeting would start, in {page.zone}.</p>
        {page.times.length > 0 ? (
          <Times times={page.times} />
        ) : (
          <p className="mt-4">This day does not exist in that time zone.</p>
        )}
      </section>
    </>
  );
}

function Times({ times }: { times: ExplainedTimes[] }) {
  return (
    <ol className="mt-4 grid gap-3">
      {times.map(({ times, isOffered, texts }) => (
        <li key={times} className="wrap-anywhere border-t border-line pt-3">
          <span className="block font-semibold">{times}</span>
          {isOffered ? <span className="text-good">Offered to guests.</span> : texts.join(" ")}
        </li>
      ))}
    </ol>
  );
}
