import { Link } from "@remix-run/react";
import type { OverrideView } from "./override-view.ts";
import { RemoveDates } from "./remove-dates.tsx";

interface Props {
  /** Of the day, in words. */
  day: string;
  weekly: string;
  override: OverrideView;
  /** Where to remove it, and where to go on without. */
  action: string;
}

/** What a day has that was chosen in the calendar, instead of a form that would be refused. */
export function ChosenOverride({ day, weekly, override, action }: Props) {
  const isOneOfSeveral = override.dates !== day;
  return (
    <>
      <p>
        <b>{override.hours}</b>
        {isOneOfSeveral ? <>, as on all days from {override.dates}</> : null}.
      </p>
      <p className="mt-2 text-quiet">
        By the week: {weekly}. To change this day, remove what it has, and add it anew.
      </p>
      <div className="mt-5 flex flex-wrap gap-3">
        <RemoveDates {...{ override, action }} className="button" />
        <Link className="button button-quiet" to={`${action}#add`}>
          Add other dates
        </Link>
      </div>
    </>
  );
}
