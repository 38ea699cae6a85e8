// How the busy times of the conflict calendars stand, for their host.
import { findConnection } from "#db/calendar-connections.server.ts";
import { listBusyTimesStates } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { freshenBusyTimes } from "../../use-cases/busy-times.server.ts";
import { listFreeDays } from "../../use-cases/list-free-days.server.ts";
import { type CalendarStateView, viewCalendarState } from "./busy-state.ts";
import { freeDaysTexts } from "./free-days-text.ts";

export interface BusyTimesView {
  /** False: no connection works, so nothing is read. */
  isConnected: boolean;
  calendars: CalendarStateView[];
  /** All-day events that are marked free, in words; empty as well when Google could not be asked. */
  freeDays: string[];
}

/** The page is a document, which waits for Google so long and no longer. */
const WAIT_MS = 2_000;

/** Null when the host uses no calendar. */
export async function viewBusyTimes(
  context: AppContext,
  host: Host,
): Promise<BusyTimesView | null> {
  const connectionId = host.googleCalendarConnectionId;
  if (!host.googleCalendarEnabled || connectionId === null) return null;
  const [freeDays] = await Promise.all([
    listFreeDays(context, host, WAIT_MS),
    freshenBusyTimes(context, host, WAIT_MS),
  ]);
  const [connection, states] = await Promise.all([
    findConnection(context.db, host.id, connectionId),
    listBusyTimesStates(context.db, host.id, connectionId),
  ]);
  const now = context.now();
  return {
    isConnected: connection?.status === "active",
    calendars: states
      .map((state) => viewCalendarState(state, host.timeZone, now))
      .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })),
    freeDays: freeDaysTexts(freeDays),
  };
}
