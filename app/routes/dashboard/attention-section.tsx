import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import type { AttentionRow } from "./attention.ts";

interface Props {
  rows: AttentionRow[];
  isMore: boolean;
  /** What is not about one booking alone; null when there is nothing. */
  children: ReactNode;
}

/** What does not come right by itself; not there when all is well. */
export function AttentionSection({ rows, isMore, children }: Props) {
  if (rows.length === 0 && !children) return null;
  return (
    <section aria-labelledby="attention" className="mb-10">
      <h2 id="attention" className="mb-3">
        Needs attention
      </h2>
      {children}
      {rows.length > 0 ? (
        <ul className="card divide-y divide-line border-l-4 border-l-warn py-1 sm:py-1">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      ) : null}
      {isMore ? (
        <p className="mt-2">
          <Link className="lone-link" to="/sync">
            All that is out of step
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function Row({ row }: { row: AttentionRow }) {
  return (
    <li className="py-4 wrap-anywhere">
      <Link
        className={`inline-block min-h-6 font-semibold ${row.tone === "bad" ? "text-bad" : "text-warn"}`}
        to={hostBookingPath(row)}
      >
        {row.text}
      </Link>
      <p>
        <bdi>{row.guest}</bdi>, <BookedTime isCancelled={row.isCancelled}>{row.when}</BookedTime>{" "}
        <span className="text-sm text-quiet">{row.zone}</span>
      </p>
      {row.detail ? <p className="mt-1 text-sm text-quiet">{row.detail}</p> : null}
    </li>
  );
}
