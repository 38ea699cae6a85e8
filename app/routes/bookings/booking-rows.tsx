import { Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { breakable } from "../../ui/breakable.tsx";
import { Badge } from "../../ui/notice.tsx";
import { type BookingDay, type BookingRow, byDay } from "./booking-row.ts";

/** One page of bookings, day by day. */
export function BookingRows({ rows }: { rows: BookingRow[] }) {
  return (
    <div className="grid gap-6">
      {byDay(rows).map((day) => (
        <Day key={day.rows[0]?.id} {...day} />
      ))}
    </div>
  );
}

function Day({ day, zone, rows }: BookingDay) {
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-base">{day}</h2>
        <p className="text-sm text-quiet">{zone}</p>
      </div>
      <ul className="card @container divide-y divide-line py-1 sm:py-1">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row }: { row: BookingRow }) {
  return (
    <li className="grid gap-x-5 gap-y-1 py-4 @lg:grid-cols-[7rem_minmax(0,1fr)_minmax(0,14rem)]">
      <h3 className="font-semibold">
        <Link className="inline-block min-h-6" to={hostBookingPath(row)}>
          <span className="sr-only">{row.day}, </span>
          <BookedTime isCancelled={row.isCancelled}>{row.time}</BookedTime>
        </Link>
      </h3>
      <div className="min-w-0 wrap-anywhere">
        <p>
          <b>
            <bdi>{row.guest.name}</bdi>
          </b>
          , {breakable(row.guest.email)}
        </p>
        <p className="text-quiet">
          <bdi>{row.title}</bdi>
        </p>
        {row.cancelled ? <p className="mt-1">{row.cancelled}</p> : null}
      </div>
      <p className="@lg:justify-self-end">
        <Badge tone={row.sync.tone}>{row.sync.text}</Badge>
      </p>
    </li>
  );
}
