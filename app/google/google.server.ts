// Wire only: Google's URLs, parameters, field names and status codes stay in this folder. It decides nothing.
import type { Env } from "#app/env.server.ts";
import { type CalendarClient, createCalendarClient } from "./calendar-client.server.ts";
import type { Fetch } from "./exchange.server.ts";
import { createOAuthClient, type OAuthClient } from "./oauth-client.server.ts";

export interface Google {
  oauth: OAuthClient;
  calendar: CalendarClient;
}

export type GoogleEndpoints = Pick<
  Env,
  | "APP_ORIGIN"
  | "GOOGLE_ACCOUNTS_ORIGIN"
  | "GOOGLE_OAUTH_ORIGIN"
  | "GOOGLE_API_ORIGIN"
  | "GOOGLE_CLIENT_ID"
  | "GOOGLE_CLIENT_SECRET"
>;

export function createGoogle(endpoints: GoogleEndpoints, fetch: Fetch): Google {
  return {
    oauth: createOAuthClient(endpoints, fetch),
    calendar: createCalendarClient(endpoints.GOOGLE_API_ORIGIN, fetch),
  };
}
