// Wire only: Google's URLs, parameters, field names and status codes stay in this folder. It decides nothing.
import { type CalendarClient, createCalendarClient } from "./calendar-client.server.ts";
import type { GoogleEndpoints } from "./endpoints.ts";
import type { Fetch } from "./exchange.server.ts";
import { createOAuthClient, type OAuthClient } from "./oauth-client.server.ts";

export interface Google {
  oauth: OAuthClient;
  calendar: CalendarClient;
}

export function createGoogle(endpoints: GoogleEndpoints, fetch: Fetch): Google {
  return {
    oauth: createOAuthClient(endpoints, fetch),
    calendar: createCalendarClient(endpoints.GOOGLE_API_ORIGIN, fetch),
  };
}
