// The composition root: everything that reaches out, or that a test replaces, is made here and nowhere else.
import { type Database, openDatabase } from "#db/database.server.ts";
import { randomBase64Url, randomHex } from "./crypto/bytes.server.ts";
import { type Env, readEnv } from "./env.server.ts";
import { createGoogle, type Google } from "./google/google.server.ts";

export interface AppContext {
  env: Env;
  db: Database;
  google: Google;
  /** Epoch milliseconds. */
  now: () => number;
  /** 128 random bits, 32 hex digits. */
  newId: () => string;
  /** 256 random bits, base64url: for states, verifiers, sessions. */
  newSecret: () => string;
  /** A number in [0, 1): for jitter. */
  random: () => number;
  waitUntil: (work: Promise<unknown>) => void;
  /** For the Content-Security-Policy of this one response. */
  cspNonce: string;
}

declare module "@remix-run/cloudflare" {
  interface AppLoadContext extends AppContext {}
}

/** @throws ConfigurationError when a variable or binding is missing or malformed. */
export function createAppContext(
  rawEnv: object,
  executionContext: Pick<ExecutionContext, "waitUntil">,
): AppContext {
  const env = readEnv(rawEnv);
  return {
    env,
    db: openDatabase(env.DB),
    google: createGoogle(env, (input, init) => fetch(input, init)),
    now: () => Date.now(),
    newId: () => randomHex(16),
    newSecret: () => randomBase64Url(32),
    random: () => Math.random(),
    waitUntil: (work) => executionContext.waitUntil(work),
    cspNonce: randomBase64Url(16),
  };
}
