import { type Caller, requireCaller } from "./calendar/access.ts";
import { getCalendar, listCalendars } from "./calendar/calendar-list.ts";
import { getEvent, listEvents } from "./calendar/event-reads.ts";
import { changeEvent, deleteEvent, insertEvent } from "./calendar/event-writes.ts";
import { queryFreeBusy } from "./calendar/free-busy.ts";
import type { Call, Endpoint, EndpointName } from "./call.ts";
import { admitAuthorize } from "./oauth/authorize.ts";
import type { RegisteredClient } from "./oauth/client.ts";
import { admitRevoke } from "./oauth/revoke.ts";
import { admitToken } from "./oauth/token.ts";
import { admitCerts, admitUserinfo } from "./oauth/userinfo.ts";
import type { Store } from "./state.ts";

type CalendarWork = (store: Store, call: Call, caller: Caller, ids: string[]) => Response;

/** Google's endpoints, as far as the sandbox has them. */
export function googleEndpoints(client: RegisteredClient): Endpoint[] {
  return [...oauthEndpoints(client), ...calendarEndpoints()];
}

/** The endpoint that a call is for, with the ids in its path. */
export function findEndpoint(
  endpoints: Endpoint[],
  call: Call,
): { endpoint: Endpoint; pathValues: string[] } | null {
  for (const endpoint of endpoints) {
    if (endpoint.method !== call.method) continue;
    const match = endpoint.path.exec(call.url.pathname);
    const pathValues = match === null ? null : decoded(match.slice(1));
    if (pathValues !== null) return { endpoint, pathValues };
  }
  return null;
}

function oauthEndpoints(client: RegisteredClient): Endpoint[] {
  return [
    {
      name: "authorize",
      method: "GET",
      path: /^\/o\/oauth2\/v2\/auth$/,
      admit: (store, call) => admitAuthorize(store, call, client),
    },
    {
      name: "token",
      method: "POST",
      path: /^\/token$/,
      admit: (store, call) => admitToken(store, call, client),
    },
    { name: "revoke", method: "POST", path: /^\/revoke$/, admit: admitRevoke },
    { name: "userinfo", method: "GET", path: /^\/oauth2\/v3\/userinfo$/, admit: admitUserinfo },
    { name: "certs", method: "GET", path: /^\/oauth2\/v3\/certs$/, admit: admitCerts },
  ];
}

function calendarEndpoints(): Endpoint[] {
  const list = "/users/me/calendarList";
  const events = "/calendars/([^/]+)/events";
  const event = `${events}/([^/]+)`;
  return [
    calendarEndpoint("calendarList.list", "GET", list, listCalendars),
    calendarEndpoint("calendarList.get", "GET", `${list}/([^/]+)`, getCalendar),
    calendarEndpoint("freeBusy", "POST", "/freeBusy", queryFreeBusy),
    calendarEndpoint("events.list", "GET", events, listEvents),
    calendarEndpoint("events.insert", "POST", events, insertEvent),
    calendarEndpoint("events.get", "GET", event, getEvent),
    calendarEndpoint("events.patch", "PATCH", event, (store, call, caller, ids) =>
      changeEvent(store, call, caller, ids, "events.patch"),
    ),
    calendarEndpoint("events.update", "PUT", event, (store, call, caller, ids) =>
      changeEvent(store, call, caller, ids, "events.update"),
    ),
    calendarEndpoint("events.delete", "DELETE", event, deleteEvent),
  ];
}

// Who calls is checked when the call comes in, so that an effect that lands late still lands
// after its token has expired.
function calendarEndpoint(
  name: EndpointName,
  method: string,
  path: string,
  work: CalendarWork,
): Endpoint {
  return {
    name,
    method,
    path: new RegExp(`^/calendar/v3${path}$`),
    admit: (store, call, pathValues) => {
      const caller = requireCaller(store, call, name);
      return () => work(store, call, caller, pathValues);
    },
  };
}

function decoded(values: string[]): string[] | null {
  try {
    return values.map((value) => decodeURIComponent(value));
  } catch {
    return null;
  }
}
