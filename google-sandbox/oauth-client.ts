import type { AnyJson } from "./calendar-client.ts";
import { type ConsentWalk, walkThroughConsent } from "./consent-walk.ts";
import { sha256Base64Url } from "./oauth/id-token.ts";
import type { GoogleSandbox } from "./sandbox.ts";

export const ACCOUNTS = "https://accounts.google.test";
export const REDIRECT = "http://localhost:8787/auth/callback";
export const VERIFIER = "v".repeat(43);
export const CLIENT = { clientId: "client", clientSecret: "secret" };

export const OWNED = "https://www.googleapis.com/auth/calendar.events.owned";
export const LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
export const EMAIL = "https://www.googleapis.com/auth/userinfo.email";

/** What an application asks for that is to keep access to a calendar. */
export const CONNECT = {
  scope: `openid email ${LIST} ${OWNED}`,
  access_type: "offline",
  prompt: "consent",
};

type Fields = Record<string, string>;
export type TokenAnswer = { status: number; body: AnyJson };

/** The application and the person before its pages, for tests; `CLIENT` is how it is registered. */
export function oauthClient(sandbox: Pick<GoogleSandbox, "fetch">) {
  const walk = async (changes: Fields = {}, person: Partial<ConsentWalk> = {}) => {
    const { callback } = await walkThroughConsent(sandbox, await authorizeUrl(changes), {
      email: "ada@example.com",
      ...person,
    });
    if (callback === null) throw new Error("The walk did not end at the callback.");
    return callback.searchParams;
  };
  const postForm = (path: string, fields: Fields) =>
    sandbox.fetch(new URL(path, "https://oauth2.google.test"), {
      method: "POST",
      body: new URLSearchParams(fields),
    });
  const postToken = async (fields: Fields): Promise<TokenAnswer> => {
    const response = await postForm("/token", {
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      ...fields,
    });
    return { status: response.status, body: await response.json() };
  };
  const redeem = (code: string | null, changes: Fields = {}) =>
    postToken({
      grant_type: "authorization_code",
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      code: code ?? "",
      ...changes,
    });
  return {
    walk,
    redeem,
    /** A person consents, and the code is redeemed. */
    connect: async (changes: Fields = CONNECT, person: Partial<ConsentWalk> = {}) =>
      redeem((await walk(changes, person)).get("code")),
    refresh: (refreshToken: string) =>
      postToken({ grant_type: "refresh_token", refresh_token: refreshToken }),
    revoke: (token: string) => postForm("/revoke", { token }),
    userinfo: (accessToken: string) =>
      sandbox.fetch("https://www.google.test/oauth2/v3/userinfo", {
        headers: { authorization: `Bearer ${accessToken}` },
      }),
  };
}

/** Where an application sends a person to sign in. */
export async function authorizeUrl(changes: Fields = {}): Promise<URL> {
  const url = new URL("/o/oauth2/v2/auth", ACCOUNTS);
  const parameters = {
    client_id: CLIENT.clientId,
    redirect_uri: REDIRECT,
    response_type: "code",
    scope: "openid email profile",
    state: "a state/with?odd&characters",
    nonce: "nonce",
    code_challenge: await sha256Base64Url(VERIFIER),
    code_challenge_method: "S256",
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
