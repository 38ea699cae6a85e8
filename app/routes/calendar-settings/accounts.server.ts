// The other Google accounts that the page speaks of: connected earlier, or come back with instead of the awaited one.
import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import { countComingEvents, countWaitingForEnded } from "#db/connection-bookings.server.ts";
import { listEndedConnections, listOtherConnections } from "#db/disconnecting.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { readOtherAccount } from "./other-account.server.ts";

export interface EarlierAccount {
  connectionId: string;
  account: string;
  status: CalendarConnection["status"];
  /** Its coming bookings, counted up to 100. */
  comingEvents: number;
}

/** Connections that are not the current one, and not ended. */
export async function listEarlierAccounts(
  { db, now }: AppContext,
  host: Host,
): Promise<EarlierAccount[]> {
  const connections = await listOtherConnections(db, host.id, host.googleCalendarConnectionId);
  return Promise.all(
    connections.map(async (connection) => ({
      connectionId: connection.id,
      account: connection.email,
      status: connection.status,
      comingEvents: await countComingEvents(db, connection, now()),
    })),
  );
}

export interface EndedAccount {
  connectionId: string;
  account: string;
  /** Its coming bookings, and what waits for it; each counted up to 100. */
  comingEvents: number;
  waiting: number;
}

/** Connections that have ended while bookings still belong there; without the last one, of which the page's state tells. */
export async function listEndedAccounts(
  { db, now }: AppContext,
  host: Host,
): Promise<EndedAccount[]> {
  const ended = (await listEndedConnections(db, host.id)).filter(
    ({ id, status }) => id !== host.googleCalendarConnectionId && status === "disconnected",
  );
  const accounts = await Promise.all(
    ended.map(async (connection) => ({
      connectionId: connection.id,
      account: connection.email,
      comingEvents: await countComingEvents(db, connection, now()),
      waiting: await countWaitingForEnded(db, connection),
    })),
  );
  return accounts.filter(({ comingEvents, waiting }) => comingEvents + waiting > 0);
}

export interface AccountQuestion {
  other: string;
  /** The account that was awaited. */
  known: string;
  knownConnectionId: string;
  standing: "inUse" | "broken" | "ended";
  /** The coming bookings that belong in its calendars, counted up to 100. */
  comingEvents: number;
}

/** Which of two accounts is meant, after Google answered with another one than was awaited; null when nothing is asked. */
export async function askWhichAccount(
  request: Request,
  context: AppContext,
  host: Host,
): Promise<AccountQuestion | null> {
  const { searchParams } = new URL(request.url);
  if (searchParams.get("problem") !== "otherAccount") return null;
  const knownId = searchParams.get("awaited") ?? host.googleCalendarConnectionId;
  const [other, known] = await Promise.all([
    readOtherAccount(request, context),
    knownId ? findConnection(context.db, host.id, knownId) : null,
  ]);
  if (!other || !known || other.sub === known.googleSub) return null;
  return {
    ...{ other: other.email, known: known.email, knownConnectionId: known.id },
    standing: standingOf(known),
    comingEvents: await countComingEvents(context.db, known, context.now()),
  };
}

function standingOf({ status }: CalendarConnection): AccountQuestion["standing"] {
  if (status === "active") return "inUse";
  return status === "disconnected" || status === "disconnecting" ? "ended" : "broken";
}
