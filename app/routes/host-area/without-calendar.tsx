import type { ReactNode } from "react";
import type { CalendarPresence } from "./calendar-presence.server.ts";

interface Props {
  presence: Exclude<CalendarPresence, "connected">;
  /** What follows from it where it is said. */
  children: ReactNode;
}

/** That bookings go to no calendar, and what the host can do. */
export function WithoutCalendar({ presence, children }: Props) {
  return (
    <p className="card mb-6">
      {presence === "disconnecting"
        ? "Google Calendar is just being disconnected"
        : "No calendar is connected"}
      {children}{" "}
      <a href="/settings/calendar">
        {presence === "disconnecting" ? "See how far it is" : "Connect Google Calendar"}
      </a>
    </p>
  );
}
