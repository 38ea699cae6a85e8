import { type GoogleExtraParams, type GoogleProfile, GoogleStrategy } from "remix-auth-google";
import type { OAuth2StrategyVerifyParams } from "remix-auth-oauth2";
import { z } from "zod";
import { CALL_DEADLINE_MS, exchange, type Fetch } from "../google/exchange.server.ts";
import type { FlowSecrets, KeptSecrets } from "./oauth-flow.server.ts";

type Options = ConstructorParameters<typeof GoogleStrategy>[0];
/** What remix-auth hands over once Google has said who signed in. */
export type VerifyParams = OAuth2StrategyVerifyParams<GoogleProfile, GoogleExtraParams>;

const UserInfo = z.object({
  sub: z.string().min(1),
  email: z.string().min(1),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().default(""),
  picture: z.string().optional(),
});

/** Google, or what stands in for it. */
export interface Endpoints {
  authorization: string;
  token: string;
  userInfo: string;
}

/**
 * remix-auth-google with what it lacks: endpoints from the environment, PKCE (RFC 7636), a nonce, deadlines, and a
 * look at whether the answers are what they should be. It holds one request's verifier, so one is made per request.
 */
export class PkceGoogleStrategy<User> extends GoogleStrategy<User> {
  #endpoints: Endpoints;
  #secrets: FlowSecrets | KeptSecrets;
  #fetch: Fetch;

  constructor(
    options: Options,
    endpoints: Endpoints,
    secrets: FlowSecrets | KeptSecrets,
    fetch: Fetch,
    verify: (params: VerifyParams) => Promise<User>,
  ) {
    super(options, verify);
    this.authorizationURL = endpoints.authorization;
    this.tokenURL = endpoints.token;
    this.#endpoints = endpoints;
    this.#secrets = secrets;
    this.#fetch = fetch;
  }

  protected override authorizationParams(): URLSearchParams {
    if (!("codeChallenge" in this.#secrets)) throw new Error("a flow that came back can't leave");
    const params = super.authorizationParams();
    params.set("code_challenge", this.#secrets.codeChallenge);
    params.set("code_challenge_method", "S256");
    params.set("nonce", this.#secrets.nonce);
    return params;
  }

  protected override tokenParams(): URLSearchParams {
    return new URLSearchParams({ code_verifier: this.#secrets.codeVerifier });
  }

  protected override async fetchAccessToken(code: string, params: URLSearchParams) {
    const late = AbortSignal.timeout(CALL_DEADLINE_MS);
    return Promise.race([
      super.fetchAccessToken(code, params),
      new Promise<never>((_resolve, reject) => {
        late.addEventListener("abort", () => reject(new Error("Google took too long.")));
      }),
    ]);
  }

  protected override async userProfile(accessToken: string): Promise<GoogleProfile> {
    const headers = { Authorization: `Bearer ${accessToken}` };
    const answer = await exchange(this.#fetch, this.#endpoints.userInfo, { headers });
    const user =
      answer.kind === "answered" && answer.status === 200
        ? UserInfo.safeParse(answer.body).data
        : undefined;
    if (!user) throw new Error("Google did not say who signed in.");
    return {
      provider: "google",
      id: user.sub,
      displayName: user.name,
      emails: [{ value: user.email }],
      photos: [{ value: user.picture ?? "" }],
      _json: { email_verified: user.email_verified },
    } as GoogleProfile;
  }
}
