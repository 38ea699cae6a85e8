import { Link } from "@remix-run/react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { Badge } from "../../ui/notice.tsx";
import type { AgendaDay, AgendaRow } from "./agenda.ts";

/** The bookings of a day, one below the other. */
export function AgendaRows({ day }: { day: AgendaDay }) {
  return (
    <ul className="card @container divide-y divide-line py-1 sm:py-1">
      {day.rows.map((row) => (
        <Row key={row.id} row={row} day={day.name} />
      ))}
    </ul>
  );
}

function Row({ row, day }: { row: AgendaRow; day: string }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-4 @lg:grid-cols-[9rem_minmax(0,1fr)_auto]">
      <p className="font-semibold">
        <Link className="inline-block min-h-6" to={hostBookingPath(row)}>
          <span className="sr-only">{day}, </span>
          {row.clock}
        </Link>
        <Progress of={row.progress} />
      </p>
      <p className="min-w-0 wrap-anywhere">
        <b className="font-medium">
          <bdi>{row.guest}</bdi>
        </b>
        <br />
        <bdi className="text-quiet">{row.title}</bdi>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 @lg:max-w-64 @lg:flex-col @lg:items-end @lg:text-right">
        <Badge tone={row.sync.tone}>{row.sync.text}</Badge>
        {row.meetLink ? (
          <a className="inline-flex min-h-6 items-center" href={row.meetLink}>
            Google Meet<span className="sr-only"> with {row.guest}</span>
          </a>
        ) : null}
      </div>
    </li>
  );
}

function Progress({ of }: { of: AgendaRow["progress"] }) {
  if (of === "coming") return null;
  return of === "now" ? (
    <span className="ml-2 text-sm text-good sm:ml-0 sm:block">Now</span>
  ) : (
    <span className="ml-2 text-sm font-normal text-quiet sm:ml-0 sm:block">Over</span>
  );
}
