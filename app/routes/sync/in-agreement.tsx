// What is said where no booking waits.
import { Link } from "@remix-run/react";
import type { GoneCalendar, LeftEvents } from "#db/whereabouts.server.ts";
import { inGoneText } from "../../ui/behind-text.ts";
import { leftEventsText } from "../../ui/disconnected-text.ts";
import type { CalendarPresence } from "../host-area/calendar-presence.server.ts";
import { WithoutCalendar } from "../host-area/without-calendar.tsx";

/** That nothing waits, or why it only seems so. */
export function InAgreement({
  presence,
  gone,
  left,
  lastChecked,
}: {
  presence: CalendarPresence;
  gone: GoneCalendar[];
  left: LeftEvents[];
  lastChecked: string | null;
}) {
  if (presence !== "connected") {
    return (
      <WithoutCalendar presence={presence}>
        , so there is nothing to sync. {leftEventsText(left)}
      </WithoutCalendar>
    );
  }
  if (gone.length > 0) {
    return (
      <div className="card">
        {gone.map((calendar) => (
          <p key={calendar.name} className="font-semibold wrap-anywhere">
            {inGoneText(calendar)}
          </p>
        ))}
        <p className="mt-1">
          Choose another calendar in <Link to="/settings/calendar?from=sync">the settings</Link>, or
          for each booking on its page.
        </p>
      </div>
    );
  }
  return (
    <div className="card">
      <p className="font-semibold">Bookings and calendar agree.</p>
      {left.length > 0 ? <p className="mt-1 wrap-anywhere">{leftEventsText(left)}</p> : null}
      {lastChecked ? <p className="mt-1 text-quiet">Last checked {lastChecked}.</p> : null}
    </div>
  );
}
