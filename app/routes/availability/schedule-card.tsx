import { Link } from "@remix-run/react";
import { Badge } from "../../ui/notice.tsx";
import type { WeekLine } from "./hours-text.ts";
import { WeekAtAGlance } from "./week-at-a-glance.tsx";
import type { WeekGeometry } from "./week-geometry.ts";

export interface ScheduleView {
  id: string;
  name: string;
  zone: string;
  isDefault: boolean;
  week: WeekLine[];
  picture: WeekGeometry | null;
  /** The event types that use it, in words; empty for none. */
  usedBy: string;
}

/** A schedule and its week. */
export function ScheduleCard({ id, name, zone, isDefault, week, picture, usedBy }: ScheduleView) {
  return (
    <li className="card">
      <h2 className="wrap-anywhere">
        {name} {isDefault ? <Badge tone="plain">Default</Badge> : null}
      </h2>
      <p className="mt-1 text-sm text-quiet">{zone}</p>
      <WeekAtAGlance {...{ week, picture }} howToAdd="Press Edit to give a day some." />
      <p className="mt-3 wrap-anywhere">
        {usedBy ? `Used by ${usedBy}.` : "No event type uses it."}
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Link className="button button-quiet" to={`/availability/${id}`}>
          Edit<span className="sr-only"> {name}</span>
        </Link>
        <Link className="button button-quiet" to={`/availability/${id}/dates`}>
          Days off<span className="sr-only"> of {name}</span>
        </Link>
      </div>
    </li>
  );
}
