import {
  type Account,
  type AuthorizationCode,
  lookUp,
  type RefreshToken,
  type Store,
} from "../state.ts";
import { isSignInScope } from "./scopes.ts";

export const ACCESS_TOKEN_SECONDS = 3599;
const CODE_MINUTES = 10;
const MOST_REFRESH_TOKENS = 100;
const TESTING_MS = 7 * 86_400_000;

export type Tokens = { accessToken: string; refreshToken: string | null };

/** What this person has allowed so far; nothing at first. */
export function grantedScopes(store: Store, account: Account): string[] {
  return lookUp(store.state.grants, account.sub)?.scopes ?? [];
}

/** Records a decision on the consent page: of the offered scopes, only the ticked ones remain. */
export function recordConsent(
  store: Store,
  account: Account,
  offered: string[],
  ticked: string[],
): void {
  const kept = grantedScopes(store, account).filter((scope) => !offered.includes(scope));
  store.state.grants[account.sub] = {
    scopes: [...new Set([...kept, ...ticked])],
    hasGivenRefreshToken: lookUp(store.state.grants, account.sub)?.hasGivenRefreshToken ?? false,
  };
  store.changed();
}

/** Makes a code that can be redeemed once, within ten minutes. */
export function issueCode(
  store: Store,
  code: Omit<AuthorizationCode, "expiresAt" | "isUsed">,
): string {
  const now = store.now();
  for (const [key, old] of Object.entries(store.state.codes)) {
    if (old.expiresAt < now - 86_400_000) delete store.state.codes[key];
  }
  const value = `4/0A${store.randomId()}${store.randomId()}`;
  store.state.codes[value] = { ...code, expiresAt: now + CODE_MINUTES * 60_000, isUsed: false };
  store.changed();
  return value;
}

export function issueAccessToken(store: Store, sub: string, scopes: string[]): string {
  const now = store.now();
  for (const [key, old] of Object.entries(store.state.accessTokens)) {
    if (old.expiresAt <= now) delete store.state.accessTokens[key];
  }
  const value = `ya29.a0${store.randomId()}${store.randomId()}`;
  store.state.accessTokens[value] = {
    sub,
    scopes,
    expiresAt: now + ACCESS_TOKEN_SECONDS * 1000,
  };
  store.changed();
  return value;
}

/** Makes a refresh token; beyond a hundred of them the person's oldest one dies unannounced. */
export function issueRefreshToken(store: Store, sub: string, scopes: string[]): string {
  const { refreshTokens, grants } = store.state;
  const value = `1//0g${store.randomId()}${store.randomId()}`;
  refreshTokens[value] = { sub, scopes, ...endInTesting(store, scopes) };
  const own = Object.keys(refreshTokens).filter((key) => refreshTokens[key]?.sub === sub);
  for (const dead of own.slice(0, -MOST_REFRESH_TOKENS)) delete refreshTokens[dead];

  const grant = lookUp(grants, sub);
  if (grant !== null) grant.hasGivenRefreshToken = true;
  store.changed();
  return value;
}

// Signing in alone is exempt.
function endInTesting({ state, now }: Store, scopes: string[]): { expiresAt?: number } {
  if (!state.isInTesting || scopes.every(isSignInScope)) return {};
  return { expiresAt: now() + TESTING_MS };
}

/** A refresh token that is not dead, or null. */
export function refreshTokenOf(store: Store, value: string): RefreshToken | null {
  const found = lookUp(store.state.refreshTokens, value);
  const hasEnded = found?.expiresAt !== undefined && found.expiresAt <= store.now();
  return hasEnded ? null : found;
}

/** In how many seconds a refresh token ends; null when it has no end. */
export function secondsLeft(store: Store, value: string): number | null {
  const { expiresAt } = refreshTokenOf(store, value) ?? {};
  return expiresAt === undefined ? null : Math.floor((expiresAt - store.now()) / 1000);
}

/** The account behind a live access token and what it may do, or null. */
export function accessOf(store: Store, token: string): { sub: string; scopes: string[] } | null {
  const found = lookUp(store.state.accessTokens, token);
  return found !== null && found.expiresAt > store.now() ? found : null;
}

/** Whose token this is, be it a refresh token or a live access token. */
export function ownerOfToken(store: Store, token: string): string | null {
  return refreshTokenOf(store, token)?.sub ?? accessOf(store, token)?.sub ?? null;
}

/** Ends every token of a person; what they once allowed stays remembered. */
export function killTokens(store: Store, sub: string): void {
  const { accessTokens, refreshTokens } = store.state;
  for (const [key, token] of Object.entries(accessTokens)) {
    if (token.sub === sub) delete accessTokens[key];
  }
  for (const [key, token] of Object.entries(refreshTokens)) {
    if (token.sub === sub) delete refreshTokens[key];
  }
  store.changed();
}

/** Takes back everything a person allowed the project, sign-in included. */
export function revokeGrant(store: Store, sub: string): void {
  killTokens(store, sub);
  delete store.state.grants[sub];
  for (const [key, code] of Object.entries(store.state.codes)) {
    if (code.sub === sub) delete store.state.codes[key];
  }
}

/** Takes some of what a person allowed back, from what is granted as from every token. */
export function narrowGrant(store: Store, sub: string, takenBack: string[]): void {
  const { accessTokens, refreshTokens, codes, grants } = store.state;
  const held = [accessTokens, refreshTokens, codes].flatMap((tokens) => Object.values(tokens));
  const own = held.filter((token) => token.sub === sub);
  const grant = lookUp(grants, sub);
  for (const holder of grant === null ? own : [...own, grant]) {
    holder.scopes = holder.scopes.filter((scope) => !takenBack.includes(scope));
  }
  for (const tokens of [accessTokens, refreshTokens, codes]) dropEmpty(tokens);
  if (grant?.scopes.length === 0) revokeGrant(store, sub);
  store.changed();
}

// A token that allows nothing is a dead one.
function dropEmpty(tokens: Record<string, { scopes: string[] }>): void {
  for (const [key, { scopes }] of Object.entries(tokens)) {
    if (scopes.length === 0) delete tokens[key];
  }
}

export function expireAccessTokens(store: Store, sub: string): void {
  for (const token of Object.values(store.state.accessTokens)) {
    if (token.sub === sub) token.expiresAt = store.now();
  }
  store.changed();
}
