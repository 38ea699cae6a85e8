import { Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import { Badge } from "../../ui/notice.tsx";
import type { LatelyRow } from "./agenda.ts";

interface Props {
  /** Before today, the latest first. */
  over: LatelyRow[];
  /** What was called off last, first. */
  cancelled: LatelyRow[];
}

/** What has been and what was called off, without what stands under today; not there when there is neither. */
export function Lately({ over, cancelled }: Props) {
  if (over.length === 0 && cancelled.length === 0) return null;
  return (
    <section aria-labelledby="lately" className="mt-10">
      <h2 id="lately" className="mb-3">
        Lately
      </h2>
      <div className="grid gap-6">
        <Rows name="Over" rows={over} />
        <Rows name="Recently cancelled" rows={cancelled} />
      </div>
    </section>
  );
}

function Rows({ name, rows }: { name: string; rows: LatelyRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={name}>
      <h3 className="mb-2 font-medium">{name}</h3>
      <ul className="card @container divide-y divide-line py-1 sm:py-1">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row }: { row: LatelyRow }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 @lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 wrap-anywhere">
        <p>
          <Link className="inline-block min-h-6" to={hostBookingPath(row)}>
            <BookedTime isCancelled={row.isCancelled}>{row.when}</BookedTime>
          </Link>{" "}
          <span className="text-sm text-quiet">{row.zone}</span>
        </p>
        <p>
          <bdi>{row.guest}</bdi>, <bdi className="text-quiet">{row.title}</bdi>
        </p>
        {row.cancelled ? <p className="text-sm text-quiet">{row.cancelled}</p> : null}
      </div>
      <p className="@lg:max-w-64 @lg:text-right">
        <Badge tone={row.sync.tone}>{row.sync.text}</Badge>
      </p>
    </li>
  );
}
