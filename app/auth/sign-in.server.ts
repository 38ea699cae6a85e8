// Sign-in with Google: `openid email profile`, nothing lasting. Connecting a calendar is a consent of its own.
import { createSession, type SessionStorage } from "@remix-run/cloudflare";
import { Authenticator, AuthorizationError } from "remix-auth";
import { digest } from "../crypto/digest.server.ts";
import type { GoogleProfile } from "../domain/google-profile.ts";
import type { AppContext } from "../load-context.server.ts";
import { logError, logWarning } from "../log.server.ts";
import { hostCookie } from "./cookies.server.ts";
import { PkceGoogleStrategy, type VerifyParams } from "./google-strategy.server.ts";
import {
  FLOW_LIFE_MS,
  type FlowSecrets,
  KEEP_ENDED_FLOWS_MS,
  type KeptSecrets,
  newFlowSecrets,
  readCallback,
  rememberFlow,
} from "./oauth-flow.server.ts";

/** Where remix-auth-oauth2 1.x keeps the state in a session. */
const STATE_KEY = "oauth2:state";
/** As long as a flow is found at all; how long it is good for, the flow itself says. */
const SIGN_IN_COOKIE_SECONDS = (FLOW_LIFE_MS + KEEP_ENDED_FLOWS_MS) / 1000;

/**
 * Sends the browser to Google.
 * @param returnTo the page that signing in leads to; null for the one that comes by itself
 * @throws the redirect, as remix-auth does
 */
export async function startSignIn(
  request: Request,
  context: AppContext,
  browserTimeZone: string | null,
  returnTo: string | null = null,
): Promise<never> {
  const secrets = await newFlowSecrets(context);
  const sessions = flowSessions({}, async (state) => {
    const cookie = signInCookie(context);
    // One browser, one key: two tabs that sign in at once each keep their own flow.
    const known: unknown = await cookie.parse(request.headers.get("Cookie"));
    const key = typeof known === "string" && known ? known : context.newSecret();
    const boundToHash = await digest("sign-in", key);
    await rememberFlow(context, state, secrets, {
      purpose: "sign_in",
      boundToHash,
      browserTimeZone,
      returnTo,
    });
    return cookie.serialize(key);
  });
  await authenticate(request, context, secrets, sessions);
  throw new Error("remix-auth did not redirect to Google");
}

/** How a sign-in ended, and where it was to lead, as far as that is still known. */
export type SignInOutcome = { returnTo: string | null } & (
  | { kind: "signedIn"; profile: GoogleProfile; browserTimeZone: string | null }
  | { kind: "denied" | "refused" | "failed" }
);

/** What came back from Google. */
export async function finishSignIn(request: Request, context: AppContext): Promise<SignInOutcome> {
  const key: unknown = await signInCookie(context).parse(request.headers.get("Cookie"));
  const boundToHash = typeof key === "string" && key ? await digest("sign-in", key) : null;
  const callback = await readCallback(request, context, "sign_in", boundToHash);
  if (callback.kind === "refused") return callback;
  const { kind, flow } = callback;
  const { returnTo, browserTimeZone } = flow;
  if (kind !== "code") return { kind, returnTo };
  const { state } = callback;
  const sessions = flowSessions({ [STATE_KEY]: state }, async () => "");
  try {
    const profile = await authenticate(request, context, flow, sessions);
    return { kind: "signedIn", profile, browserTimeZone, returnTo };
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    // Its message may be Google's answer in full, so only that it happened is logged.
    logError("sign_in", new Error("Google refused the code or did not answer"));
    return { kind: "failed", returnTo };
  }
}

function authenticate(
  request: Request,
  context: AppContext,
  secrets: FlowSecrets | KeptSecrets,
  sessions: SessionStorage,
): Promise<GoogleProfile> {
  const { env, google } = context;
  const { callback, ...endpoints } = google.oauth.signInEndpoints;
  const strategy = new PkceGoogleStrategy<GoogleProfile>(
    {
      clientID: env.GOOGLE_CLIENT_ID,
      clientSecret: env.GOOGLE_CLIENT_SECRET,
      callbackURL: callback,
      scope: ["openid", "email", "profile"],
      prompt: "select_account",
    },
    endpoints,
    secrets,
    (input, init) => fetch(input, init),
    async ({ profile, extraParams }) => {
      await requireSameAccount(context, secrets, profile, extraParams.id_token);
      return toProfile(profile);
    },
  );
  const authenticator = new Authenticator<GoogleProfile>(sessions, { throwOnError: true });
  // remix-auth clones the request, and a form that was read can't be: it needs the address and cookies only.
  const { url, headers } = request;
  return authenticator
    .use(strategy, "google")
    .authenticate("google", new Request(url, { headers }));
}

/** Google signs whose sign-in this is, and for which trip; what userinfo says has to be of the same account. */
async function requireSameAccount(
  { google, now }: AppContext,
  { nonce }: KeptSecrets,
  { id }: VerifyParams["profile"],
  idToken: unknown,
): Promise<void> {
  const answer =
    typeof idToken === "string"
      ? await google.oauth.accountOf(idToken, nonce, now())
      : { kind: "invalid" as const, reason: "missing" };
  if (answer.kind === "invalid") logWarning("id_token", { reason: answer.reason, alert: true });
  if (answer.kind !== "verified" || answer.account.sub !== id) {
    throw new Error("Google did not vouch for who signed in");
  }
}

function toProfile(profile: VerifyParams["profile"]): GoogleProfile {
  const email = profile.emails[0].value;
  return {
    sub: profile.id,
    email,
    emailVerified: profile._json.email_verified,
    name: profile.displayName.trim() || (email.split("@")[0] ?? email),
    pictureUrl: profile.photos[0].value || null,
  };
}

/** What remix-auth takes for a session: the flow. Keeping it means remembering its state in D1. */
function flowSessions(
  data: Record<string, string>,
  remember: (state: string) => Promise<string>,
): SessionStorage {
  return {
    getSession: async () => createSession(data),
    commitSession: async (session) => remember(String(session.get(STATE_KEY) ?? "")),
    destroySession: async () => "",
  };
}

function signInCookie({ env }: Pick<AppContext, "env">) {
  return hostCookie(env, "slotkeeper-sign-in", SIGN_IN_COOKIE_SECONDS);
}
