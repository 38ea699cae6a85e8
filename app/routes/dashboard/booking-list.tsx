import { Link } from "@remix-run/react";
import { useId } from "react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { MayOverlap } from "../../ui/may-overlap.tsx";
import { Badge } from "../../ui/notice.tsx";
import type { SyncText } from "../../ui/sync-text.ts";

/** A booking as its host reads it. */
export interface BookingView {
  id: string;
  title: string;
  when: string;
  /** The zone of `when`, with its offset at that time. */
  zone: string;
  guest: { name: string; email: string; notes: string };
  isCancelled: boolean;
  cancelled: string | null;
  sync: SyncText;
  /** What to know of it although it is on the calendar. */
  note: string | null;
  eventLink: string | null;
  meetLink: string | null;
  busyTimesChecked: boolean;
}

interface Props {
  heading: string;
  bookings: BookingView[];
  empty: string;
}

/** Bookings under a heading, each with its state in the calendar. */
export function BookingList({ heading, bookings, empty }: Props) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="mb-10">
      <h2 id={headingId} className="mb-3">
        {heading}
      </h2>
      {bookings.length === 0 ? (
        <p className="text-quiet">{empty}</p>
      ) : (
        <ul className="grid gap-3">
          {bookings.map((booking) => (
            <BookingItem key={booking.id} booking={booking} />
          ))}
        </ul>
      )}
    </section>
  );
}

function BookingItem({ booking }: { booking: BookingView }) {
  const { guest } = booking;
  return (
    <li className="card">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">
          <Link className="inline-block min-h-6" to={hostBookingPath(booking)}>
            <BookedTime isCancelled={booking.isCancelled}>{booking.when}</BookedTime>
          </Link>
        </h3>
        <Badge tone={booking.sync.tone}>{booking.sync.text}</Badge>
      </div>
      <p className="text-sm text-quiet">{booking.zone}</p>
      <p className="mt-1 wrap-anywhere">
        {booking.title} with <b>{guest.name}</b>, {guest.email}
      </p>
      {guest.notes ? (
        <p className="mt-1 whitespace-pre-line text-quiet wrap-anywhere">{guest.notes}</p>
      ) : null}
      {booking.cancelled ? <p className="mt-1 wrap-anywhere">{booking.cancelled}</p> : null}
      {booking.note ? <p className="mt-1 text-warn">{booking.note}</p> : null}
      {booking.busyTimesChecked ? null : <MayOverlap />}
      <p className="mt-2 flex flex-wrap gap-x-5">
        {booking.eventLink ? (
          <a className="inline-flex min-h-6 items-center" href={booking.eventLink}>
            Open in Google Calendar
          </a>
        ) : null}
        {booking.meetLink ? (
          <a className="inline-flex min-h-6 items-center" href={booking.meetLink}>
            Google Meet
          </a>
        ) : null}
      </p>
    </li>
  );
}
