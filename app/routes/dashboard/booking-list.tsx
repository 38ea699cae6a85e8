import { Link } from "@remix-run/react";
import { Badge } from "../../ui/notice.tsx";
import type { SyncText } from "../../ui/sync-text.ts";

/** A booking as its host reads it. */
export interface BookingView {
  id: string;
  title: string;
  when: string;
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
  return (
    <section aria-labelledby={heading} className="mb-10">
      <h2 id={heading} className="mb-3">
        {heading}
      </h2>
      {bookings.length === 0 ? <p className="text-quiet">{empty}</p> : null}
      <ul className="grid gap-3">
        {bookings.map((booking) => (
          <BookingItem key={booking.id} booking={booking} />
        ))}
      </ul>
    </section>
  );
}

function BookingItem({ booking }: { booking: BookingView }) {
  const { guest } = booking;
  return (
    <li className="card">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className={`font-semibold ${booking.isCancelled ? "line-through" : ""}`}>
          <Link className="inline-block min-h-6" to={`/bookings/${booking.id}`}>
            {booking.when}
          </Link>
        </h3>
        <Badge tone={booking.sync.tone}>{booking.sync.text}</Badge>
      </div>
      <p className="mt-1 wrap-anywhere">
        {booking.title} with <b>{guest.name}</b>, {guest.email}
      </p>
      {guest.notes ? (
        <p className="mt-1 whitespace-pre-line text-quiet wrap-anywhere">{guest.notes}</p>
      ) : null}
      {booking.cancelled ? <p className="mt-1 wrap-anywhere">{booking.cancelled}</p> : null}
      {booking.note ? <p className="mt-1 text-warn">{booking.note}</p> : null}
      {booking.busyTimesChecked ? null : (
        <p className="mt-1 text-warn">
          Google did not answer when this was booked: it may overlap something in your calendar.
        </p>
      )}
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
