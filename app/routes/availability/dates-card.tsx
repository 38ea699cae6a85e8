import { Link } from "@remix-run/react";
import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import type { OverrideViews } from "./override-view.ts";

const MOST_SHOWN = 5;

/** The next dates that differ from the week. */
export function DatesCard({ dates, to }: { dates: OverrideViews; to: string }) {
  const more = dates.coming.length - MOST_SHOWN;
  return (
    <section aria-labelledby="dates" className="card mt-6">
      <h2 id="dates">Days off and other hours</h2>
      {dates.coming.length === 0 ? (
        <p className="mt-2 text-quiet">
          None to come: the weekly hours count on every day. Add your next holiday, or a day with
          other hours.
        </p>
      ) : (
        <ul className="mt-2 grid gap-2">
          {dates.coming.slice(0, MOST_SHOWN).map(({ id, dates, hours }) => (
            <li key={id}>
              {unbrokenDate(dates)}: <b>{unbrokenDate(hours)}</b>
            </li>
          ))}
          {more > 0 ? <li>And {more} more.</li> : null}
        </ul>
      )}
      <p className="mt-4">
        <Link className="button button-quiet" to={to}>
          Change dates
        </Link>
      </p>
      <p className="mt-2 text-sm text-quiet">Save what you changed above first.</p>
    </section>
  );
}
