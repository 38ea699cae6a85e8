// The other Google accounts that the page speaks of: connected earlier, or come back with instead of the awaited one.
import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import { countComingEvents } from "#db/connection-bookings.server.ts";
import { listOtherConnections } from "#db/disconnecting.server.ts";
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

export interface AccountQuestion {
  other: string;
  /** The account that was awaited. */
  known: string;
  knownConnectionId: string;
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
  return { other: other.email, known: known.email, knownConnectionId: known.id };
}
