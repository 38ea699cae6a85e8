import { Form, Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { Badge } from "../../ui/notice.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { ConnectAgainForm } from "../calendar-settings/state-card.tsx";
import type { BehindView } from "./behind-view.ts";

interface Props {
  bookings: BehindView[];
  /** Whether the page itself offers to reconnect the account that bookings go to. */
  canReconnect: boolean;
}

/** Bookings that are not in agreement, each with its reason and what can be done. */
export function BehindList({ bookings, canReconnect }: Props) {
  return (
    <ul className="grid gap-3">
      {bookings.map((booking) => (
        <BehindItem key={booking.id} booking={booking} isReconnectElsewhere={!canReconnect} />
      ))}
    </ul>
  );
}

interface ItemProps {
  booking: BehindView;
  isReconnectElsewhere: boolean;
}

function BehindItem({ booking, isReconnectElsewhere }: ItemProps) {
  const { id, sync } = booking;
  return (
    <li className="card">
      <h2 className="text-base text-balance">
        <Link className="inline-block min-h-6" to={hostBookingPath(booking)}>
          <BookedTime isCancelled={booking.isCancelled}>{booking.when}</BookedTime>
        </Link>
      </h2>
      <p className="text-sm text-quiet">{booking.zone}</p>
      <p className="mt-1 wrap-anywhere">
        <bdi>{booking.title}</bdi> with{" "}
        <b>
          <bdi>{booking.guestName}</bdi>
        </b>
      </p>
      <p className="mt-2">
        <Badge tone={sync.tone}>{sync.text}</Badge>
      </p>
      {sync.detail ? <p className="mt-2">{sync.detail}</p> : null}
      <dl className="mt-3 grid gap-x-6 sm:grid-cols-[auto_1fr]">
        <dt className="text-quiet">Waiting since</dt>
        <dd className="mb-1">{booking.since}</dd>
        <dt className="text-quiet">Next try</dt>
        <dd>{booking.nextTry}</dd>
      </dl>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        {booking.wantsDecision ? (
          <Link className="button" to={hostBookingPath(booking)}>
            Decide
            <span className="sr-only">
              {" "}
              about {booking.guestName}, {booking.when}
            </span>
          </Link>
        ) : null}
        {booking.canTry ? (
          <Form method="post" action="/sync">
            <SubmitButton
              label="Try now"
              about={`${booking.guestName}, ${booking.when}`}
              busyLabel="Trying…"
              fields={{ bookingId: id }}
              look="button-quiet"
            />
          </Form>
        ) : null}
        {booking.disconnected?.leaving === "disconnected" ? (
          <ConnectAgainForm {...booking.disconnected} returnTo="sync" />
        ) : null}
        {booking.wantsReconnect && isReconnectElsewhere ? (
          <Link className="button button-quiet" to="/settings/calendar?from=sync">
            Reconnect Google Calendar
          </Link>
        ) : null}
      </div>
    </li>
  );
}
