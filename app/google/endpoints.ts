import type { Env } from "#app/env.server.ts";

/** Where Google is, who we are to it, and where it sends people back. */
export type GoogleEndpoints = Pick<
  Env,
  | "APP_ORIGIN"
  | "GOOGLE_ACCOUNTS_ORIGIN"
  | "GOOGLE_OAUTH_ORIGIN"
  | "GOOGLE_API_ORIGIN"
  | "GOOGLE_CLIENT_ID"
  | "GOOGLE_CLIENT_SECRET"
>;
