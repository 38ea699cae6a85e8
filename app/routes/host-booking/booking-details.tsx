import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { breakable } from "../../ui/breakable.tsx";
import { MayOverlap } from "../../ui/may-overlap.tsx";
import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import type { BookingView } from "./booking-view.server.ts";

/** When, with whom and where; and the ways to change it. */
export function BookingDetails({ booking }: { booking: BookingView }) {
  const { guest } = booking;
  return (
    <section aria-labelledby="when" className="card">
      <h2 id="when" className="text-balance">
        <BookedTime isCancelled={booking.isCancelled}>{booking.when}</BookedTime>
      </h2>
      <p className="text-quiet">{booking.zone}</p>
      {booking.cancelled ? <p className="mt-2 wrap-anywhere">{booking.cancelled}</p> : null}
      {booking.busyTimesChecked ? null : <MayOverlap />}
      <dl className="mt-4 grid gap-x-6 sm:grid-cols-[auto_1fr]">
        <Row term="Guest">
          <bdi>{guest.name}</bdi>, <a href={`mailto:${guest.email}`}>{breakable(guest.email)}</a>
        </Row>
        {guest.when ? <Row term="For the guest">{unbrokenDate(guest.when)}</Row> : null}
        {guest.notes ? (
          <Row term="Notes">
            <span dir="auto" className="block whitespace-pre-line">
              {guest.notes}
            </span>
          </Row>
        ) : null}
        {booking.answers.map(({ question, answer }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change order, and two questions may read alike
          <Row key={at} term={question}>
            <span dir="auto" className="block whitespace-pre-line">
              {answer}
            </span>
          </Row>
        ))}
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
      {booking.canChange ? <Changes path={hostBookingPath(booking)} /> : null}
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

function Changes({ path }: { path: string }) {
  return (
    <p className="mt-5 flex flex-wrap gap-3">
      <Link className="button button-quiet" to={`${path}/move`}>
        Move
      </Link>
      <Link className="button button-quiet" to={`${path}/edit`}>
        Edit
      </Link>
      <Link className="button button-bad" to={`${path}/cancel`}>
        Cancel
      </Link>
    </p>
  );
}
