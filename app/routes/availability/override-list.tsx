import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import type { OverrideView, OverrideViews } from "./override-view.ts";
import { RemoveDates } from "./remove-dates.tsx";

interface Props {
  dates: OverrideViews;
  action: string;
}

/** All dates that differ from the week; those that are over can be opened. */
export function OverrideList({ dates, action }: Props) {
  const { coming, past } = dates;
  return (
    <section aria-labelledby="on-the-list" className="card mb-6">
      <h2 id="on-the-list">On the list</h2>
      {coming.length === 0 ? (
        <p className="mt-2 text-quiet">
          No dates to come: the weekly hours count on every day. Choose a day in the calendar to
          change that.
        </p>
      ) : null}
      <Rows views={coming} action={action} />
      {past.length > 0 ? (
        <details className="mt-3">
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-accent underline underline-offset-2">
            Over ({past.length})
          </summary>
          <Rows views={past} action={action} />
        </details>
      ) : null}
    </section>
  );
}

function Rows({ views, action }: { views: OverrideView[]; action: string }) {
  return (
    <ul className="divide-y divide-line">
      {views.map((override) => (
        <li
          key={override.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
        >
          <span>
            {unbrokenDate(override.dates)}
            <br />
            <b>{unbrokenDate(override.hours)}</b>
          </span>
          <RemoveDates {...{ override, action }} className="button button-quiet" />
        </li>
      ))}
    </ul>
  );
}
