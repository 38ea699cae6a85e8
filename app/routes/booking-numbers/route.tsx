import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { countBookings } from "#db/booking-lists.server.ts";
import { listEventTypes } from "#db/event-types.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { lastWeeks } from "../../domain/booking-weeks.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { zoneLabel } from "../../ui/time-text.ts";
import { CountTable } from "./count-table.tsx";
import { viewNumbers } from "./numbers-view.ts";
import { WeekChart } from "./week-chart.tsx";

export const meta: MetaFunction = () => [{ title: "Bookings in numbers · Slotkeeper" }];

const WEEKS = 12;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const now = context.now();
  const weeks = lastWeeks(now, host.timeZone, WEEKS);
  const starts = [
    ...weeks.map(({ interval }) => interval.start),
    weeks.at(-1)?.interval.end ?? now,
  ];
  const [eventTypes, counts] = await Promise.all([
    listEventTypes(context.db, host.id),
    countBookings(context.db, host.id, starts),
  ]);
  const titles = new Map(eventTypes.map(({ id, title }) => [id, title]));
  return { zone: zoneLabel(host.timeZone, now), ...viewNumbers(weeks, counts, titles) };
}

export default function BookingNumbers() {
  const { zone, weeks, types, summary } = useLoaderData<typeof loader>();
  return (
    <>
      <BackLink to="/bookings">Bookings</BackLink>
      <h1>Bookings in numbers</h1>
      <p className="mt-2 mb-6 text-quiet">
        The last {weeks.length} weeks by the day of the meeting, this week to its end. Weeks go from
        Monday to Sunday in {zone}.
      </p>
      {types.length === 0 ? (
        <p className="card">
          Nothing was booked for these weeks. Once somebody books, this page shows how many meetings
          you have a week, and of which event types.
        </p>
      ) : (
        <div className="grid gap-6">
          <section aria-labelledby="weeks" className="card">
            <h2 id="weeks" className="mb-1">
              Per week
            </h2>
            <p className="mb-3">{summary}</p>
            <WeekChart weeks={weeks} />
            <details className="mt-3">
              <summary className="min-h-6 cursor-pointer">The same as a table</summary>
              <CountTable
                caption="Bookings per week"
                label="Week from"
                rows={weeks.map(({ monday, ...week }) => ({ id: monday, ...week })).reverse()}
                most={null}
              />
            </details>
          </section>
          <section aria-labelledby="types" className="card">
            <h2 id="types" className="mb-2">
              By event type
            </h2>
            <CountTable
              caption="Bookings by event type"
              label="Event type"
              rows={types.map(({ title, ...type }) => ({ name: title, ...type }))}
              most={Math.max(1, ...types.map(({ confirmed }) => confirmed))}
            />
          </section>
        </div>
      )}
    </>
  );
}
