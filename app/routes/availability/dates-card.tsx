import { Link } from "@remix-run/react";
import type { OverrideViews } from "./override-view.ts";

/** The dates that differ from the week, as far as they are to come. */
export function DatesCard({ dates, to }: { dates: OverrideViews; to: string }) {
  return (
    <section aria-labelledby="dates" className="card mt-6">
      <h2 id="dates">Days off and other hours</h2>
      {dates.coming.length === 0 ? (
        <p className="mt-2 text-quiet">None: the weekly hours count on every date.</p>
      ) : (
        <ul className="mt-2 grid gap-2">
          {dates.coming.map(({ id, dates, hours }) => (
            <li key={id}>
              {dates}: <b>{hours}</b>
            </li>
          ))}
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
