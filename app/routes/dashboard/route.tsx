import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import {
  type BookingWithSync,
  listComingBookings,
  listEarlierBookings,
} from "#db/bookings.server.ts";
import {
  countLeftEvents,
  type LeftEvents as LeftEventsCount,
  listWhereabouts,
} from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import type { Whereabouts } from "../../domain/whereabouts.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { leftEventsText } from "../../ui/disconnected-text.ts";
import { hasEvent, hasEventPage, syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { calendarPresence } from "../host-area/calendar-presence.server.ts";
import { WithoutCalendar } from "../host-area/without-calendar.tsx";
import { BookingList, type BookingView } from "./booking-list.tsx";

export const meta: MetaFunction = () => [{ title: "Dashboard · Slotkeeper" }];

const MOST_SHOWN = 100;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const now = context.now();
  const [presence, left, coming, earlier] = await Promise.all([
    calendarPresence(context, host),
    countLeftEvents(context.db, host.id, now),
    listComingBookings(context.db, host.id, now, MOST_SHOWN),
    listEarlierBookings(context.db, host.id, now, MOST_SHOWN),
  ]);
  const ids = [...coming, ...earlier].map(({ booking }) => booking.id);
  const whereabouts = await listWhereabouts(context.db, host.id, ids);
  const view = (found: BookingWithSync) =>
    toView({ ...found, where: whereabouts.get(found.booking.id) ?? null }, host.timeZone, now);
  return {
    page: {
      handle: host.handle,
      address: `${context.env.APP_ORIGIN}/${host.handle}`,
      isOn: host.pageEnabled,
    },
    ...{ presence, left },
    coming: coming.map(view),
    earlier: earlier.map(view),
  };
}

type Found = BookingWithSync & { where: Whereabouts | null };

function toView(found: Found, zone: string, now: number): BookingView {
  const { booking, google, busyTimesChecked } = found;
  const sync = syncTextForHost(found, zone, now);
  return {
    id: booking.id,
    title: booking.title,
    when: formatRange(booking.meeting, zone),
    zone: zoneLabel(zone, booking.meeting.start),
    guest: booking.guest,
    isCancelled: booking.status === "cancelled",
    cancelled: cancelText(booking, { guest: booking.guest.name, host: "you" }),
    sync,
    note: found.sync.state === "synced" && sync.tone === "warn" ? sync.detail : null,
    eventLink: hasEventPage(found) ? google.eventLink : null,
    meetLink: hasEvent(found) ? google.meetLink : null,
    busyTimesChecked,
  };
}

function LeftEvents({ left }: { left: LeftEventsCount[] }) {
  if (left.length === 0) return null;
  return (
    <p className="card mb-6 wrap-anywhere">
      {leftEventsText(left)} <Link to="/settings/calendar">See what can be done</Link>
    </p>
  );
}

export default function Dashboard() {
  const { page, presence, left, coming, earlier } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1>Dashboard</h1>
        <Link className="inline-flex min-h-6 items-center" to="/bookings">
          Search all bookings
        </Link>
      </div>
      <p className="mt-2 mb-6 wrap-anywhere text-quiet">
        {page.isOn ? (
          <>
            Your page: <a href={`/${page.handle}`}>{page.address}</a>
          </>
        ) : (
          <>
            Your page is off, so nobody can book. <Link to="/settings/page">Switch it on</Link>
          </>
        )}
      </p>
      {presence === "connected" ? (
        <LeftEvents left={left} />
      ) : (
        <WithoutCalendar presence={presence}>
          {presence === "disconnecting" || left.length > 0 ? ": new bookings" : ", so bookings"}{" "}
          appear only here. {leftEventsText(left)}
        </WithoutCalendar>
      )}
      <BookingList
        heading="Coming"
        bookings={coming}
        empty={
          page.isOn
            ? "Nothing is booked. Share the address of your page, and bookings appear here."
            : "Nothing is booked. Switch your page on in the settings, so that guests can book."
        }
      />
      <BookingList heading="Past and cancelled" bookings={earlier} empty="None yet." />
    </>
  );
}
