import { Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { Badge } from "../../ui/notice.tsx";
import type { BookingRow } from "./booking-row.ts";

/** One page of bookings. */
export function BookingRows({ rows }: { rows: BookingRow[] }) {
  return (
    <ul className="grid gap-3">
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ul>
  );
}

function Row({ row }: { row: BookingRow }) {
  return (
    <li className="card py-4 sm:py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="min-w-0 text-base text-balance">
          <Link className="inline-block min-h-6" to={hostBookingPath(row)}>
            <BookedTime isCancelled={row.isCancelled}>{row.when}</BookedTime>
          </Link>
        </h2>
        <p className="text-sm text-quiet">{row.zone}</p>
      </div>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 wrap-anywhere">
          <b>
            <bdi>{row.guest.name}</bdi>
          </b>
          , {row.guest.email}
          <br />
          <bdi className="text-quiet">{row.title}</bdi>
        </p>
        <Badge tone={row.sync.tone}>{row.sync.text}</Badge>
      </div>
      {row.cancelled ? <p className="mt-1 wrap-anywhere">{row.cancelled}</p> : null}
    </li>
  );
}
