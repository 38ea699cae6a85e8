import { Link } from "@remix-run/react";
import type { LeftEvents } from "#db/whereabouts.server.ts";
import { leftEventsText } from "../../ui/disconnected-text.ts";
import type { CalendarPresence } from "../host-area/calendar-presence.server.ts";
import { WithoutCalendar } from "../host-area/without-calendar.tsx";

interface Props {
  presence: CalendarPresence;
  left: LeftEvents[];
  /** A new host has not come to connecting one yet. */
  isCalendarAhead: boolean;
}

export function hasCalendarMatters({ presence, left, isCalendarAhead }: Props): boolean {
  return left.length > 0 || (presence !== "connected" && !isCalendarAhead);
}

/** That bookings go to no calendar, or stay in one that is not followed any more. */
export function CalendarMatters({ presence, left }: Props) {
  if (presence === "connected") {
    return (
      <p className="card mb-3 wrap-anywhere">
        {leftEventsText(left)} <Link to="/settings/calendar">See what can be done</Link>
      </p>
    );
  }
  return (
    <WithoutCalendar presence={presence}>
      {presence === "disconnecting" || left.length > 0 ? ": new bookings" : ", so bookings"} appear
      only here. {leftEventsText(left)}
    </WithoutCalendar>
  );
}
