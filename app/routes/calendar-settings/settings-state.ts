// Which state the page of the calendar connection shows: always exactly one.
import type { CalendarConnection } from "#db/calendar-connections.server.ts";
import type { ConnectedCalendar } from "#db/calendars.server.ts";
import type { RevocationOutcome } from "#db/pending-revocations.server.ts";
import type { BehindSummary } from "#db/sync-overview.server.ts";
import { isGone, isOwn } from "../../domain/calendar-access.ts";
import type { CalendarPermission } from "../../google/scopes.ts";

/** What came of asking Google for the list of calendars; `notAsked` while no connection works. */
export type Listing = "listed" | "unavailable" | "noAccess" | "asking" | "notAsked";

/** What Google's consent page sent the host back with, if it was no consent. */
export type Returned =
  | { kind: "denied" }
  | { kind: "missingPermissions"; missing: CalendarPermission[] }
  | null;

export interface Situation {
  connection: Pick<
    CalendarConnection,
    "email" | "status" | "statusReason" | "disconnectingSinceAt"
  > | null;
  /** Where new bookings go, as it was listed last; null when it never was. */
  destination: Pick<ConnectedCalendar, "name" | "accessRole"> | null;
  listing: Listing;
  behind: BehindSummary | null;
  returned: Returned;
}

export type SettingsState =
  | { kind: "notConnected" }
  /** The host said no at Google, and nothing was connected before. */
  | { kind: "denied" }
  | { kind: "loading"; account: string }
  | { kind: "connected"; account: string }
  /** Google did not give the list: what was stored before stands. */
  | { kind: "googleUnavailable"; account: string }
  | { kind: "behind"; account: string; behind: BehindSummary }
  | { kind: "destinationLost"; account: string; why: "gone" | "notOwned"; name: string | null }
  /** Which ones; none: Google does not say. An account only if one was connected. */
  | { kind: "missingPermission"; account: string | null; missing: CalendarPermission[] }
  | { kind: "needsReconnect"; account: string }
  | { kind: "blocked"; account: string }
  | { kind: "disconnecting"; account: string; sinceAt: number }
  | { kind: "disconnected"; account: string; grant: RevocationOutcome };

const GRANTS: readonly string[] = [
  "revoked",
  "revocation_pending",
  "not_revoked",
  "grant_in_use",
] satisfies RevocationOutcome[];

/** @param situation what D1 and Google say at this moment */
export function settingsState(situation: Situation): SettingsState {
  const { connection, returned } = situation;
  if (!connection) return withoutConnection(returned) ?? { kind: "notConnected" };
  const { email: account, status } = connection;
  switch (status) {
    case "active":
      return whileActive(situation, account);
    case "needs_reconnect":
      return missingNow(returned, account) ?? { kind: "needsReconnect", account };
    case "missing_scope":
      return missingNow(returned, account) ?? { kind: "missingPermission", account, missing: [] };
    case "blocked":
      return { kind: "blocked", account };
    case "disconnecting":
      return { kind: "disconnecting", account, sinceAt: connection.disconnectingSinceAt ?? 0 };
    case "disconnected":
      return (
        withoutConnection(returned) ?? {
          kind: "disconnected",
          account,
          grant: grantOf(connection.statusReason),
        }
      );
  }
}

/** Whether the state itself tells what the host came back from Google with; otherwise a message has to. */
export function tellsOfReturn({ kind }: SettingsState, returned: Returned): boolean {
  return (
    kind === "denied" || (kind === "missingPermission" && returned?.kind === "missingPermissions")
  );
}

function withoutConnection(returned: Returned): SettingsState | null {
  return returned?.kind === "denied" ? { kind: "denied" } : missingNow(returned, null);
}

function missingNow(returned: Returned, account: string | null): SettingsState | null {
  if (returned?.kind !== "missingPermissions") return null;
  return { kind: "missingPermission", account, missing: returned.missing };
}

function whileActive(situation: Situation, account: string): SettingsState {
  const { destination, listing, behind } = situation;
  if (listing === "asking") return { kind: "loading", account };
  if (!destination || !isOwn(destination)) {
    const why = !destination || isGone(destination) ? "gone" : "notOwned";
    return { kind: "destinationLost", account, why, name: destination?.name ?? null };
  }
  if (listing !== "listed") return { kind: "googleUnavailable", account };
  return behind ? { kind: "behind", account, behind } : { kind: "connected", account };
}

/** A reason that is not known is told as the one that asks for a look at Google. */
function grantOf(reason: string | null): RevocationOutcome {
  return GRANTS.includes(reason ?? "") ? (reason as RevocationOutcome) : "not_revoked";
}
