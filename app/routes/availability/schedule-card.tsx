import { Link } from "@remix-run/react";
import { Badge } from "../../ui/notice.tsx";
import type { WeekLine } from "./hours-text.ts";

export interface ScheduleView {
  id: string;
  name: string;
  zone: string;
  isDefault: boolean;
  week: WeekLine[];
  /** The event types that use it, in words; empty for none. */
  usedBy: string;
}

/** A schedule, its week readable at a glance. */
export function ScheduleCard({ id, name, zone, isDefault, week, usedBy }: ScheduleView) {
  return (
    <li className="card">
      <h2 className="wrap-anywhere">
        {name} {isDefault ? <Badge tone="plain">Default</Badge> : null}
      </h2>
      <p className="mt-1 text-sm text-quiet">{zone}</p>
      <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        {week.map(({ days, hours }) => (
          <div key={days} className="contents">
            <dt>{days}</dt>
            <dd className="mb-2 font-medium sm:mb-0">{hours}</dd>
          </div>
        ))}
      </dl>
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
