// One usable access token per connection: renewed early, by one worker at a time, and marked when it is dead.
import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import {
  markConnection,
  releaseRefreshLease,
  saveRenewedToken,
  takeRefreshLease,
} from "#db/token-renewal.server.ts";
import { decryptToken, encryptToken } from "../crypto/token-encryption.server.ts";
import { isOwn } from "../domain/calendar-access.ts";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import type { AccessToken } from "../google/calendar-api.server.ts";
import { timeForCall } from "../google/exchange.server.ts";
import type { GrantAnswer } from "../google/oauth-client.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { logWarning } from "../log.server.ts";

type Context = Pick<AppContext, "env" | "db" | "google" | "now" | "newId">;

/** Google's own client library renews 5 minutes early (google-auth-library, `eagerRefreshThreshold`). */
const RENEW_EARLY_MS = 5 * 60_000;
const REFRESH_LEASE_MS = 15_000;
/** Whoever finds another renewing waits this long for its token. */
const WAIT_FOR_OTHER_MS = 1_000;

/**
 * Makes a call to Google with the connection's access token. When Google refuses the token, it is renewed once and
 * the call made once more; a call that shows a missing scope marks the connection.
 * @param deadline when the caller has to be done: no renewal begins too late for it, or lasts longer. The calls
 * themselves have to keep to it.
 * @param calendarId the calendar that the call writes to; null when it is about none
 */
export async function withAccessToken<Answer extends { kind: string }>(
  context: Context,
  hostId: string,
  connectionId: string,
  call: (token: AccessToken) => Promise<Answer | CalendarFailure>,
  deadline = Number.POSITIVE_INFINITY,
  calendarId: string | null = null,
): Promise<Answer | CalendarFailure> {
  const key = { hostId, id: connectionId };
  const first = await accessToken(context, key, null, deadline);
  if (first.kind !== "token") return first;
  let { token } = first;
  let answer = await call(token);
  if (answer.kind === "tokenRefused") {
    const second = await accessToken(context, key, first.token.version, deadline);
    if (second.kind !== "token") return second;
    token = second.token;
    answer = await call(token);
  }
  if (!isScopeMissing(answer)) return answer;
  const other = calendarId && (await reasonOfCalendar(context, token, calendarId, deadline));
  if (other) return other;
  const refused = { ...key, tokenVersion: answer.tokenVersion };
  await markConnection(context.db, refused, "missing_scope", "scope_missing", context.now());
  return answer;
}

/**
 * `calendar.events.owned` reaches owned calendars only: of another one Google says the same as of a scope taken back.
 * @returns null when it is the scope; what could not be found out yet is no reason to mark the connection
 */
async function reasonOfCalendar(
  { google, now }: Context,
  token: AccessToken,
  calendarId: string,
  deadline: number,
): Promise<CalendarFailure | null> {
  const ms = timeForCall(deadline, now());
  if (ms === null) return { kind: "notSent", why: "out_of_time" };
  const listed = await google.calendar.findListed(token, calendarId, ms);
  switch (listed.kind) {
    case "found":
      return isOwn(listed.calendar) ? null : { kind: "refused", why: "calendar_not_owned" };
    case "notListed":
    case "scopeMissing":
      return null;
    default:
      return listed;
  }
}

function isScopeMissing(answer: {
  kind: string;
}): answer is Extract<CalendarFailure, { kind: "scopeMissing" }> {
  return answer.kind === "scopeMissing";
}

type TokenAnswer = { kind: "token"; token: AccessToken } | CalendarFailure;

/** @param refusedVersion the version that Google just refused, which must not be used again */
async function accessToken(
  context: Context,
  { hostId, id }: { hostId: string; id: string },
  refusedVersion: number | null,
  deadline: number,
): Promise<TokenAnswer> {
  const connection = await findConnection(context.db, hostId, id);
  if (!connection) return { kind: "refused", why: "connection_missing" };
  // While it is being disconnected, what has to leave the calendar still does.
  const isUsable = connection.status === "active" || connection.status === "disconnecting";
  if (!isUsable) return failureOfStatus(connection);
  const usableUntil = connection.accessTokenExpiresAt ?? 0;
  const isRefused = connection.tokenVersion === refusedVersion;
  if (!isRefused && usableUntil > context.now() + RENEW_EARLY_MS) {
    return openStored(context, connection);
  }
  const renewed = await renew(context, connection, isRefused, deadline);
  const isAway = renewed.kind === "notSent" || renewed.kind === "operatorFault";
  // Renewing early is there to outlast an outage: until it ends, the old token serves.
  if (isAway && !isRefused && usableUntil > context.now()) return openStored(context, connection);
  return renewed;
}

function failureOfStatus(connection: CalendarConnection): CalendarFailure {
  const { status, tokenVersion } = connection;
  if (status === "missing_scope") return { kind: "scopeMissing", tokenVersion };
  if (status === "blocked") return { kind: "blockedByAdministrator", tokenVersion };
  if (status === "disconnected") return { kind: "disconnected", tokenVersion };
  return { kind: "tokenDead", tokenVersion };
}

async function openStored(context: Context, connection: CalendarConnection): Promise<TokenAnswer> {
  const opened = await open(context, connection, "access_token", connection.accessToken);
  if (opened.kind !== "token") return opened;
  return { kind: "token", token: { token: opened.token, version: connection.tokenVersion } };
}

async function renew(
  context: Context,
  connection: CalendarConnection,
  isRefused: boolean,
  deadline: number,
): Promise<TokenAnswer> {
  const { db, now } = context;
  const lease = { token: context.newId(), until: now() + REFRESH_LEASE_MS, now: now() };
  if (!(await takeRefreshLease(db, connection, lease))) {
    return whileAnotherRenews(context, connection, isRefused);
  }
  const refreshToken = await open(context, connection, "refresh_token", connection.refreshToken);
  if (refreshToken.kind !== "token") {
    await releaseRefreshLease(db, connection, lease.token);
    return refreshToken;
  }
  const ms = timeForCall(deadline, now());
  const answer: GrantAnswer =
    ms === null
      ? { kind: "unavailable", why: "out_of_time" }
      : await context.google.oauth.renew(refreshToken.token, ms);
  if (answer.kind === "granted") return store(context, connection, answer);
  await noteRefusal(context, connection, answer);
  await releaseRefreshLease(db, connection, lease.token);
  return toFailure(answer, connection.tokenVersion);
}

/** The old token serves as long as it is good; otherwise the new one is awaited, briefly. */
async function whileAnotherRenews(
  context: Context,
  connection: CalendarConnection,
  isRefused: boolean,
): Promise<TokenAnswer> {
  if (!isRefused && (connection.accessTokenExpiresAt ?? 0) > context.now()) {
    return openStored(context, connection);
  }
  const step = 100;
  for (let waited = 0; waited < WAIT_FOR_OTHER_MS; waited += step) {
    await new Promise((resolve) => setTimeout(resolve, step));
    const newer = await findConnection(context.db, connection.hostId, connection.id);
    if (newer && newer.tokenVersion !== connection.tokenVersion) {
      return newer.status === "active" ? openStored(context, newer) : failureOfStatus(newer);
    }
  }
  return { kind: "notSent", why: "token_being_renewed" };
}

async function store(
  context: Context,
  connection: CalendarConnection,
  { grant }: Extract<GrantAnswer, { kind: "granted" }>,
): Promise<TokenAnswer> {
  const now = context.now();
  const place = { ...placeOf(connection), field: "access_token" as const };
  const saved = await saveRenewedToken(context.db, connection, {
    accessToken: await encryptToken(context.env.TOKEN_KEY_RING, grant.accessToken, place),
    expiresAt: now + grant.expiresInMs,
    now,
  });
  const version = saved ? connection.tokenVersion + 1 : connection.tokenVersion;
  return { kind: "token", token: { token: grant.accessToken, version } };
}

/**
 * Google ends every grant 7 days after its consent while the project's publishing status is "Testing"
 * (https://developers.google.com/identity/protocols/oauth2#expiration).
 */
const TESTING_GRANT_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;

async function noteRefusal(
  { db, now }: Context,
  connection: CalendarConnection,
  answer: GrantAnswer,
): Promise<void> {
  if (answer.kind === "dead") {
    const lastedMs = now() - connection.connectedAt;
    if (Math.abs(lastedMs - TESTING_GRANT_MS) < DAY_MS) {
      logWarning("token_died_after_7_days", { reason: "publish_your_oauth_app", alert: true });
    }
    await markConnection(db, connection, "needs_reconnect", "token_dead", now());
  }
  if (answer.kind === "blockedByAdministrator") {
    await markConnection(db, connection, "blocked", "blocked_by_administrator", now());
  }
}

function toFailure(
  answer: Exclude<GrantAnswer, { kind: "granted" }>,
  tokenVersion: number,
): CalendarFailure {
  switch (answer.kind) {
    case "dead":
      return { kind: "tokenDead", tokenVersion };
    case "blockedByAdministrator":
      return { kind: "blockedByAdministrator", tokenVersion };
    case "operatorFault":
      return answer;
    case "unavailable":
      return { kind: "notSent", why: answer.why };
  }
}

type Opened = { kind: "token"; token: string } | CalendarFailure;

/** A key that this deployment does not know is the operator's matter: nobody is disconnected for it. */
async function open(
  { env }: Context,
  connection: CalendarConnection,
  field: "access_token" | "refresh_token",
  stored: string | null,
): Promise<Opened> {
  if (stored === null) return { kind: "tokenDead", tokenVersion: connection.tokenVersion };
  const place = { ...placeOf(connection), field };
  const opened = await decryptToken(env.TOKEN_KEY_RING, stored, place);
  switch (opened.kind) {
    case "token":
      return opened;
    case "unknownKey":
      return { kind: "operatorFault", why: "unknown_token_key" };
    case "notOurs":
      return { kind: "operatorFault", why: "token_unreadable" };
  }
}

function placeOf(connection: CalendarConnection) {
  return { hostId: connection.hostId, connectionId: connection.id };
}
