import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { BookingView } from "./booking-view.server.ts";

/** When, with whom and where; and the ways to change it. */
export function BookingDetails({ booking }: { booking: BookingView }) {
  const { guest } = booking;
  return (
    <section aria-labelledby="when" className="card">
      <h2 id="when" className={booking.isCancelled ? "line-through" : ""}>
        {booking.when}
      </h2>
      <p className="text-quiet">{booking.zone}</p>
      {booking.cancelled ? <p className="mt-2 wrap-anywhere">{booking.cancelled}</p> : null}
      {booking.busyTimesChecked ? null : (
        <p className="mt-2 text-warn">
          Google did not answer when this was booked: it may overlap something in your calendar.
        </p>
      )}
      <dl className="mt-4 grid gap-x-6 sm:grid-cols-[auto_1fr]">
        <Row term="Guest">
          {guest.name}, <a href={`mailto:${guest.email}`}>{guest.email}</a>
        </Row>
        {guest.when ? <Row term="For the guest">{guest.when}</Row> : null}
        {guest.notes ? (
          <Row term="Notes">
            <span className="whitespace-pre-line">{guest.notes}</span>
          </Row>
        ) : null}
        <Row term="Place">
          {booking.place}
          {booking.meetLink ? (
            <>
              {": "}
              <a href={booking.meetLink}>{booking.meetLink}</a>
            </>
          ) : null}
        </Row>
      </dl>
      {booking.canChange ? <Changes id={booking.id} /> : null}
    </section>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{term}</dt>
      <dd className="mb-2 wrap-anywhere">{children}</dd>
    </>
  );
}

function Changes({ id }: { id: string }) {
  return (
    <p className="mt-5 flex flex-wrap gap-3">
      <Link className="button button-quiet" to={`/bookings/${id}/move`}>
        Move
      </Link>
      <Link className="button button-quiet" to={`/bookings/${id}/edit`}>
        Edit
      </Link>
      <Link className="button button-bad" to={`/bookings/${id}/cancel`}>
        Cancel
      </Link>
    </p>
  );
}
