// Who is signed in. The cookie holds 256 random bits; D1 only their SHA-256, so a dump of it signs nobody in.
import {
  createSession,
  deleteSession,
  findSessionHost,
  type Host,
  prolongSession,
} from "#db/hosts.server.ts";
import { digest } from "../crypto/digest.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { askToSignIn } from "./ask-to-sign-in.server.ts";
import { hostCookie } from "./cookies.server.ts";

const DAY_MS = 86_400_000;
const IDLE_MS = 7 * DAY_MS;
const LONGEST_MS = 30 * DAY_MS;
/** The idle end is moved on at most once a day: one write a day, not one a request. */
const PROLONG_BELOW_MS = IDLE_MS - DAY_MS;

type Context = Pick<AppContext, "env" | "db" | "now" | "newSecret">;

export interface SignedIn {
  host: Host;
  /** What OAuth flows of this session are bound to. */
  sessionHash: string;
}

/**
 * Starts a session.
 * @param browser what the host will know it by in the list of sessions
 * @returns the Set-Cookie header
 */
export async function startSession(
  context: Context,
  hostId: string,
  browser = "",
): Promise<string> {
  const id = context.newSecret();
  const now = context.now();
  await createSession(context.db, {
    idHash: await digest("session", id),
    hostId,
    createdAt: now,
    idleExpiresAt: now + IDLE_MS,
    expiresAt: now + LONGEST_MS,
    browser,
  });
  return sessionCookie(context).serialize(id);
}

/** The signed-in host, or null. */
export async function findSignedIn(request: Request, context: Context): Promise<SignedIn | null> {
  const id = await readSessionId(request, context);
  if (id === null) return null;
  const sessionHash = await digest("session", id);
  const now = context.now();
  const found = await findSessionHost(context.db, sessionHash, now);
  if (!found) return null;
  if (found.idleExpiresAt < now + PROLONG_BELOW_MS) {
    await prolongSession(context.db, sessionHash, now + IDLE_MS);
  }
  return { host: found.host, sessionHash };
}

/** The signed-in host. @throws what asks whoever it is to sign in: see askToSignIn */
export async function requireHost(request: Request, context: Context): Promise<SignedIn> {
  const signedIn = await findSignedIn(request, context);
  if (!signedIn) throw await askToSignIn(request, context);
  return signedIn;
}

/** Whether the browser still shows a session, which signing out would have taken from it: of a host, or one that ended. */
export async function showsSession(
  request: Request,
  context: Pick<Context, "env">,
): Promise<boolean> {
  return (await readSessionId(request, context)) !== null;
}

/** When a session was last used, at most a day before the truth: see PROLONG_BELOW_MS. */
export function lastUsedAt({ idleExpiresAt }: { idleExpiresAt: number }): number {
  return idleExpiresAt - IDLE_MS;
}

/** Ends the session here and in D1. @returns the Set-Cookie header */
export async function endSession(request: Request, context: Context): Promise<string> {
  const id = await readSessionId(request, context);
  if (id !== null) await deleteSession(context.db, await digest("session", id));
  return forgetSession(context);
}

/** The Set-Cookie header for a browser whose session has ended in D1. */
export function forgetSession(context: Pick<Context, "env">): Promise<string> {
  return sessionCookie(context).serialize("", { maxAge: 0 });
}

async function readSessionId(
  request: Request,
  context: Pick<Context, "env">,
): Promise<string | null> {
  const id: unknown = await sessionCookie(context).parse(request.headers.get("Cookie"));
  return typeof id === "string" && id !== "" ? id : null;
}

function sessionCookie({ env }: Pick<Context, "env">) {
  return hostCookie(env, "slotkeeper-session", LONGEST_MS / 1000);
}
