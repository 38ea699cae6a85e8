// After a new key was added: what older keys sealed is opened and sealed anew, a page with each run of cron.
import {
  listStaleTokens,
  type ResealedToken,
  type StaleTokens,
  storeResealed,
} from "#db/token-rotation.server.ts";
import {
  type Decrypted,
  decryptToken,
  encryptToken,
  sealedWith,
  type TokenPlace,
} from "../crypto/token-encryption.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { logWarning } from "../log.server.ts";

type Context = Pick<AppContext, "env" | "db" | "now">;

/** Connections, and pending revocations, of one run: about 100 tokens, some milliseconds of work. */
const PAGE = 50;
const MINUTE_MS = 60_000;
/** 2^32 divided by the golden ratio: its multiples spread evenly, however many there are (Knuth, TAOCP 6.4). */
const GOLDEN = 0x9e3779b1;

/**
 * Seals a page of what older keys sealed with the current one. With a single key there is nothing to do, and nothing
 * is asked. What can't be opened is left as it is: its key may be one that another version of this Worker knows.
 * @returns how many tokens were sealed anew
 */
export async function rotateTokenKeys(context: Context): Promise<number> {
  const { db, env, now } = context;
  const { current, keys } = env.TOKEN_KEY_RING;
  if (Object.keys(keys).length < 2) return 0;
  const stale = await listStaleTokens(db, sealedWith(current), startOfStretch(now()), PAGE);
  const tokens = stale
    .flatMap(tokensOf)
    .filter(({ stored }) => !stored.startsWith(sealedWith(current)));
  const results = await Promise.all(tokens.map((token) => reseal(context, token)));
  const resealed = results.filter((result) => "is" in result);
  if (resealed.length > 0) await storeResealed(db, resealed);
  logUnopened(results.filter((result) => "kind" in result));
  return resealed.length;
}

/** Ids are random, so another one each minute leads through all of a table, and no row can stay in the way. */
function startOfStretch(now: number): string {
  const minute = Math.floor(now / MINUTE_MS);
  return (Math.imul(minute, GOLDEN) >>> 0).toString(16).padStart(8, "0");
}

interface StoredToken {
  stored: string;
  place: TokenPlace;
}

function tokensOf(row: StaleTokens): StoredToken[] {
  if ("revocationId" in row) {
    return [{ stored: row.refreshToken, place: { revocationId: row.revocationId } }];
  }
  const { hostId, connectionId, accessToken, refreshToken } = row;
  const fields = [
    { stored: accessToken, field: "access_token" as const },
    { stored: refreshToken, field: "refresh_token" as const },
  ];
  return fields.flatMap(({ stored, field }) =>
    stored === null ? [] : [{ stored, place: { hostId, connectionId, field } }],
  );
}

type Unopened = Exclude<Decrypted, { kind: "token" }>;

async function reseal(
  { env }: Context,
  { stored, place }: StoredToken,
): Promise<ResealedToken | Unopened> {
  const opened = await decryptToken(env.TOKEN_KEY_RING, stored, place);
  if (opened.kind !== "token") return opened;
  const is = await encryptToken(env.TOKEN_KEY_RING, opened.token, place);
  return { ...place, was: stored, is };
}

/** Once for all of them: there may be one for each host. */
function logUnopened(unopened: Unopened[]): void {
  if (unopened.length === 0) return;
  const reasons = new Set(
    unopened.map(({ kind }) => (kind === "unknownKey" ? "unknown_token_key" : "token_unreadable")),
  );
  logWarning("rotate_token_keys", {
    reason: [...reasons].sort().join(" "),
    count: unopened.length,
  });
}
