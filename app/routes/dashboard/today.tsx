import { Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { BookedTime } from "../../ui/booked-time.tsx";
import type { AgendaDay, CancelledRow } from "./agenda.ts";
import { AgendaRows } from "./agenda-day.tsx";

interface Props {
  day: AgendaDay;
  /** There are more than are shown. */
  isMore: boolean;
  /** The next day with bookings; null when nothing is to come. */
  next: AgendaDay | null;
  isPageOn: boolean;
  cancelled: CancelledRow[];
}

/** What the host has today, from its first hour to its last. */
export function Today({ day, isMore, next, isPageOn, cancelled }: Props) {
  return (
    <section aria-labelledby="today" className="mb-10">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="today">Today, {day.name}</h2>
        <p className="text-sm text-quiet">{day.zone}</p>
      </div>
      {day.rows.length > 0 ? (
        <AgendaRows day={day} />
      ) : (
        <p className="card text-quiet">
          <Nothing next={next} isPageOn={isPageOn} hasCancelled={cancelled.length > 0} />
        </p>
      )}
      <CancelledRows rows={cancelled} />
      {isMore ? (
        <p className="mt-2">
          <Link className="lone-link" to="/bookings">
            More of today
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function CancelledRows({ rows }: { rows: CancelledRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul className="mt-3 grid gap-2 px-5 text-quiet sm:px-6">
      {rows.map((row) => (
        <li key={row.id} className="wrap-anywhere">
          <Link className="inline-block min-h-6" to={hostBookingPath(row)}>
            <BookedTime isCancelled>{row.clock}</BookedTime>
          </Link>{" "}
          <bdi>{row.guest}</bdi>, <bdi>{row.title}</bdi>. {row.cancelled}
        </li>
      ))}
    </ul>
  );
}

function Nothing({
  next,
  isPageOn,
  hasCancelled,
}: Pick<Props, "next" | "isPageOn"> & { hasCancelled: boolean }) {
  const first = next?.rows[0];
  if (next && first) {
    return (
      <>
        Nothing today. Next is <bdi>{first.guest}</bdi> on {next.name}, {first.clock}.
      </>
    );
  }
  if (hasCancelled) return <>Nothing stands today, and nothing is booked after it.</>;
  if (isPageOn) {
    return <>Nothing is booked. Share the address of your page, and bookings appear here.</>;
  }
  return <>Nothing is booked. Switch your page on, so that guests can book.</>;
}
