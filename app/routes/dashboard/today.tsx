import { Link } from "@remix-run/react";
import type { AgendaDay } from "./agenda.ts";
import { AgendaRows } from "./agenda-day.tsx";

interface Props {
  day: AgendaDay;
  /** There are more than are shown. */
  isMore: boolean;
  /** The next day with bookings; null when nothing is to come. */
  next: AgendaDay | null;
  isPageOn: boolean;
}

/** What the host has today, from its first hour to its last. */
export function Today({ day, isMore, next, isPageOn }: Props) {
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
          <Nothing next={next} isPageOn={isPageOn} />
        </p>
      )}
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

function Nothing({ next, isPageOn }: Pick<Props, "next" | "isPageOn">) {
  const first = next?.rows[0];
  if (next && first) {
    return (
      <>
        Nothing today. Next is <bdi>{first.guest}</bdi> on {next.name}, {first.clock}.
      </>
    );
  }
  if (isPageOn) {
    return <>Nothing is booked. Share the address of your page, and bookings appear here.</>;
  }
  return <>Nothing is booked. Switch your page on, so that guests can book.</>;
}
