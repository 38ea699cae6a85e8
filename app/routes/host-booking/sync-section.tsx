import { Badge } from "../../ui/notice.tsx";
import type { BookingView } from "./booking-view.server.ts";
import { offers } from "./offers.tsx";

/** How the calendar stands to the booking, and what the host can do about it. */
export function SyncSection({ booking }: { booking: BookingView }) {
  const { sync, eventLink, calendar } = booking;
  return (
    <section aria-labelledby="sync" className="card">
      <h2 id="sync">In your calendar</h2>
      <p className="mt-3" role="status">
        <Badge tone={sync.tone}>{sync.text}</Badge>
      </p>
      {sync.detail ? <p className="mt-3">{sync.detail}</p> : null}
      {calendar ? <p className="mt-2 text-quiet wrap-anywhere">Calendar: {calendar}</p> : null}
      {eventLink ? (
        <p className="mt-2">
          <a className="inline-flex min-h-6 items-center" href={eventLink}>
            Open in Google Calendar
          </a>
        </p>
      ) : null}
      {booking.choices.map((choice) => (
        <div key={choice} className="mt-5 border-t border-line pt-4">
          {offers[choice](booking)}
        </div>
      ))}
    </section>
  );
}
