// The second consent: a host lets Slotkeeper read busy times and write events.
import { findConnectionByAccount, saveConnection } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { digest } from "../crypto/digest.server.ts";
import { encryptToken } from "../crypto/token-encryption.server.ts";
import type { ListedCalendar } from "../google/calendar-list-shape.ts";
import type { Account, TokenGrant } from "../google/oauth-client.server.ts";
import { type CalendarPermission, missingPermissions } from "../google/scopes.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground } from "../log.server.ts";
import { wakeDueSyncs } from "./wake-due-syncs.server.ts";

export type ConnectOutcome =
  | { kind: "connected" }
  /** Boxes were unticked; nothing is stored. */
  | { kind: "missingPermissions"; missing: CalendarPermission[] }
  | { kind: "codeRefused" }
  | { kind: "blockedByAdministrator" }
  /** Google gave access for an hour only. */
  | { kind: "noLastingAccess" }
  | { kind: "noOwnCalendar" }
  | { kind: "googleUnavailable" }
  | { kind: "operatorFault" };

/**
 * Redeems the code of a consent and stores the connection, whole or not at all. The same account again updates its
 * connection. Bookings go to the primary calendar, known from here on by its real id.
 */
export async function connectCalendar(
  context: AppContext,
  host: Host,
  code: string,
  codeVerifier: string,
): Promise<ConnectOutcome> {
  const redeemedAt = context.now();
  const answer = await context.google.oauth.redeemCode(code, codeVerifier);
  switch (answer.kind) {
    case "granted":
      return keepGrant(context, host, { ...answer.grant, redeemedAt });
    case "dead":
      return { kind: "codeRefused" };
    case "unavailable":
      return { kind: "googleUnavailable" };
    case "blockedByAdministrator":
    case "operatorFault":
      return { kind: answer.kind };
  }
}

/** Epoch ms, of when Google was asked. */
type RedeemedGrant = TokenGrant & { redeemedAt: number };

async function keepGrant(
  context: AppContext,
  host: Host,
  grant: RedeemedGrant,
): Promise<ConnectOutcome> {
  const missing = missingPermissions(grant.scopes);
  if (missing.length > 0) return { kind: "missingPermissions", missing };
  const account = await context.google.oauth.accountOf(grant.accessToken);
  if (!account) return { kind: "googleUnavailable" };
  const token = { token: grant.accessToken, version: 0 };
  const answer = await context.google.calendar.listCalendars(token);
  if (answer.kind === "operatorFault") return { kind: "operatorFault" };
  if (answer.kind !== "listed") return { kind: "googleUnavailable" };
  const primary = answer.calendars.find(
    (calendar) => calendar.isPrimary && calendar.accessRole === "owner",
  );
  if (!primary) return { kind: "noOwnCalendar" };
  return save(context, host, grant, account, answer.calendars, primary.calendarId);
}

async function save(
  context: AppContext,
  host: Host,
  grant: RedeemedGrant,
  account: Account,
  listed: ListedCalendar[],
  destinationCalendarId: string,
): Promise<ConnectOutcome> {
  const { env, db, now } = context;
  const hostId = host.id;
  // From the account, not random: two consents at once then write one row, and its ciphertexts are bound to it.
  const id = (await digest("connection", hostId, account.sub)).slice(0, 32);
  const seal = (field: "access_token" | "refresh_token", token: string) =>
    encryptToken(env.TOKEN_KEY_RING, token, { hostId, connectionId: id, field });
  const known = await findConnectionByAccount(db, hostId, account.sub);
  // Google gives one with each forced consent; should it not, the stored one serves if it is known to be good.
  const stored = known?.status === "active" ? known.refreshToken : null;
  const refreshToken = grant.refreshToken
    ? await seal("refresh_token", grant.refreshToken)
    : stored;
  if (refreshToken === null) return { kind: "noLastingAccess" };
  const savedAt = now();
  await saveConnection(db, {
    connection: {
      hostId,
      id,
      googleSub: account.sub,
      email: account.email,
      grantedScopes: [...grant.scopes].sort().join(" "),
      accessToken: await seal("access_token", grant.accessToken),
      accessTokenExpiresAt: grant.redeemedAt + grant.expiresInMs,
      refreshToken,
      connectedAt: grant.redeemedAt,
      updatedAt: savedAt,
    },
    calendars: listed.map((calendar) => ({
      ...calendar,
      blocksSlots: calendar.isPrimary,
      listedAt: savedAt,
    })),
    destinationCalendarId,
  });
  // What waited for the connection goes out now, not with the next minute.
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return { kind: "connected" };
}
