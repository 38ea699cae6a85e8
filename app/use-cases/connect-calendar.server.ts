// The second consent: a host lets Slotkeeper read busy times and write events.
import {
  type CalendarConnection,
  findConnection,
  findConnectionByAccount,
  saveConnection,
} from "#db/calendar-connections.server.ts";
import { countComingEvents } from "#db/connection-bookings.server.ts";
import { listEndedConnections } from "#db/disconnecting.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { OAuthFlow } from "#db/oauth-flows.server.ts";
import { FLOW_LIFE_MS } from "../auth/oauth-flow.server.ts";
import { digest } from "../crypto/digest.server.ts";
import { encryptToken } from "../crypto/token-encryption.server.ts";
import { isOwn } from "../domain/calendar-access.ts";
import type { ListedCalendar } from "../google/calendar-list-shape.ts";
import type { Account } from "../google/id-token.server.ts";
import type { TokenGrant } from "../google/oauth-client.server.ts";
import { type CalendarPermission, missingPermissions } from "../google/scopes.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logWarning } from "../log.server.ts";
import { wakeDueSyncs } from "./wake-due-syncs.server.ts";

export type ConnectOutcome =
  | { kind: "connected" }
  /** The calendar that the host had chosen there before is gone, or no longer theirs: the primary one takes its place. */
  | { kind: "connectedToPrimary" }
  /** Boxes were unticked; nothing is stored. */
  | { kind: "missingPermissions"; missing: CalendarPermission[] }
  /** The consent is another account's than the connection's that was awaited, if it was one; nothing is stored. */
  | { kind: "otherAccount"; account: Account; awaitedId: string | null }
  /** Google's word on whose consent it is can't be trusted. */
  | { kind: "identityRefused" }
  /** The same account is just being disconnected. */
  | { kind: "stillDisconnecting" }
  | { kind: "codeRefused" }
  | { kind: "blockedByAdministrator" }
  /** Google gave access for an hour only. */
  | { kind: "noLastingAccess" }
  | { kind: "noOwnCalendar" }
  | { kind: "googleUnavailable" }
  | { kind: "operatorFault" };

/** What the browser brought back, and what it had left with. */
export interface Consent {
  code: string;
  flow: Pick<OAuthFlow, "codeVerifier" | "nonce" | "accountSub" | "takesOver" | "expiresAt">;
}

/**
 * Redeems the code of a consent and stores the connection, whole or not at all. The same account again updates its
 * connection. Bookings go to the calendar of it that they went to last, or to the primary one, known from here on by its
 * real id. No grant is ever revoked here: that would end every grant of the same person, an active connection's too.
 */
export async function connectCalendar(
  context: AppContext,
  host: Host,
  consent: Consent,
): Promise<ConnectOutcome> {
  const redeemedAt = context.now();
  const { code, flow } = consent;
  const answer = await context.google.oauth.redeemCode(code, flow.codeVerifier);
  switch (answer.kind) {
    case "granted":
      return keepGrant(context, host, flow, { ...answer.grant, redeemedAt });
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
  flow: Consent["flow"],
  grant: RedeemedGrant,
): Promise<ConnectOutcome> {
  const missing = missingPermissions(grant.scopes);
  if (missing.length > 0) return { kind: "missingPermissions", missing };
  const whose = await accountOf(context, grant, flow.nonce);
  if (whose.kind !== "verified") return whose;
  const { account } = whose;
  const refusal = await whyNotThisAccount(context, host, flow, account);
  if (refusal) return refusal;
  const token = { token: grant.accessToken, version: 0 };
  const answer = await context.google.calendar.listCalendars(token);
  if (answer.kind === "operatorFault") return { kind: "operatorFault" };
  if (answer.kind !== "listed") return { kind: "googleUnavailable" };
  const own = answer.calendars.filter(isOwn);
  const primary = own.find(({ isPrimary }) => isPrimary);
  if (!primary) return { kind: "noOwnCalendar" };
  const leftId = await findLeftDestination(context, host, account);
  const left = own.find(({ calendarId }) => calendarId === leftId);
  // Access to an older account is renewed for the events that are there; new bookings go where they went.
  const destination = flow.takesOver ? (left ?? primary).calendarId : null;
  const outcome = await save(context, host, grant, account, answer.calendars, destination);
  const isReset = flow.takesOver && leftId !== null && !left;
  return outcome.kind === "connected" && isReset ? { kind: "connectedToPrimary" } : outcome;
}

/** Where bookings went when another account took over from this one; null when none has, or it is in use. */
async function findLeftDestination(
  { db }: AppContext,
  host: Host,
  account: Account,
): Promise<string | null> {
  const known = await findConnectionByAccount(db, host.id, account.sub);
  const isInUse = known?.id === host.googleCalendarConnectionId;
  return known && !isInUse ? known.leftDestinationId : null;
}

async function accountOf({ google, now }: AppContext, { idToken }: RedeemedGrant, nonce: string) {
  if (idToken === null) return { kind: "identityRefused" } as const;
  const answer = await google.oauth.accountOf(idToken, nonce, now());
  if (answer.kind === "unavailable") return { kind: "googleUnavailable" } as const;
  if (answer.kind === "verified") return answer;
  logWarning("id_token", { reason: answer.reason, alert: true });
  return { kind: "identityRefused" } as const;
}

/** Why this account is not connected: nobody's calendar is swapped for another without being asked. */
async function whyNotThisAccount(
  context: AppContext,
  host: Host,
  { accountSub, expiresAt }: Consent["flow"],
  account: Account,
): Promise<ConnectOutcome | null> {
  const { db } = context;
  const notThis = (awaited: CalendarConnection | null) =>
    ({ kind: "otherAccount", account, awaitedId: awaited?.id ?? null }) as const;
  if (accountSub !== null && accountSub !== account.sub) {
    return notThis(await findConnectionByAccount(db, host.id, accountSub));
  }
  const known = await findConnectionByAccount(db, host.id, account.sub);
  if (known?.status === "disconnecting") return { kind: "stillDisconnecting" };
  const current = await findCurrent(db, host);
  // In another tab, while this one was at Google.
  const isNews = current !== null && current.connectedAt > expiresAt - FLOW_LIFE_MS;
  if (isNews && current.googleSub !== account.sub) return notThis(current);
  if (current !== null || accountSub !== null) return null;
  const left = await listLeftBehind(context, host.id);
  const isOne = left.some(({ googleSub }) => googleSub === account.sub);
  return left[0] && !isOne ? notThis(left[0]) : null;
}

/** The ended connections in whose calendars coming bookings still have their events, the one that ended last first. */
async function listLeftBehind(
  { db, now }: AppContext,
  hostId: string,
): Promise<CalendarConnection[]> {
  const ended = await listEndedConnections(db, hostId);
  const counts = await Promise.all(
    ended.map((connection) => countComingEvents(db, connection, now())),
  );
  return ended.filter((_, index) => counts[index]).sort((a, b) => b.updatedAt - a.updatedAt);
}

async function findCurrent(db: AppContext["db"], host: Host): Promise<CalendarConnection | null> {
  const { googleCalendarEnabled, googleCalendarConnectionId: id } = host;
  return googleCalendarEnabled && id ? findConnection(db, host.id, id) : null;
}

async function save(
  context: AppContext,
  host: Host,
  grant: RedeemedGrant,
  account: Account,
  listed: ListedCalendar[],
  destinationCalendarId: string | null,
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
  const saved = await findConnection(db, hostId, id);
  if (saved?.status !== "active") return { kind: "codeRefused" };
  // What waited for the connection goes out now, not with the next minute.
  inBackground(context, "wake_due_syncs", wakeDueSyncs(context));
  return { kind: "connected" };
}
