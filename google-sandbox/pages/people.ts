import { findAccount, findAccountBySub } from "../accounts.ts";
import { calendarErrorResponse, notFound } from "../calendar/errors.ts";
import type { Call } from "../call.ts";
import { serveControl } from "../control.ts";
import type { Gateway } from "../gateway.ts";
import { chooseAccount, decideConsent } from "../oauth/authorize.ts";
import type { RegisteredClient } from "../oauth/client.ts";
import type { Store } from "../state.ts";
import { accountsPage } from "./accounts-page.ts";
import { addEvent, deleteEvent, moveEvent } from "./calendar-forms.ts";
import { addToList, calendarListPage, changeList } from "./calendar-list-page.ts";
import { calendarPage, eventPage } from "./calendar-page.ts";
import { notFoundPage } from "./layout.ts";

/** Everything that is not an endpoint of Google: pages for people and the sandbox's own control. */
export function servePeople(
  store: Store,
  call: Call,
  client: RegisteredClient,
  gateway: Gateway,
): Response {
  const { pathname } = call.url;
  if (pathname === "/sandbox" || pathname.startsWith("/sandbox/")) {
    return serveControl(store, call, gateway);
  }
  // An address that Google does not have either, or with a method it does not take there.
  if (/^\/(calendar\/v3|oauth2)(\/|$)/.test(pathname)) return calendarErrorResponse(notFound());

  switch (`${call.method} ${pathname}`) {
    case "POST /o/oauth2/v2/auth/account":
      return chooseAccount(store, call, client);
    case "POST /o/oauth2/v2/auth/consent":
      return decideConsent(store, call, client);
    case "GET /":
      return accountsPage(store);
    case "GET /calendar":
      return onCalendar(store, call);
    case "GET /calendar/list":
      return onCalendarList(store, call);
    case "POST /calendar/list/add":
      return addToList(store, call);
    case "POST /calendar/list/change":
      return changeList(store, call);
    case "GET /calendar/event":
      return eventPage(store, call.url.searchParams.get("eid") ?? "");
    case "POST /calendar/add":
      return addEvent(store, call);
    case "POST /calendar/move":
      return moveEvent(store, call);
    case "POST /calendar/delete":
      return deleteEvent(store, call);
  }
  return photo(store, call) ?? notFoundPage();
}

function onCalendar(store: Store, call: Call): Response {
  const query = call.url.searchParams;
  const account = findAccount(store.state, query.get("account") ?? "");
  if (account === null) return notFoundPage();
  return calendarPage(store, account, { week: query.get("week"), refusal: null });
}

function onCalendarList(store: Store, call: Call): Response {
  const account = findAccount(store.state, call.url.searchParams.get("account") ?? "");
  return account === null ? notFoundPage() : calendarListPage(store, account, null);
}

function photo(store: Store, call: Call): Response | null {
  const sub = /^\/photos\/(\d+)\.svg$/.exec(call.url.pathname)?.[1];
  const account = sub === undefined ? null : findAccountBySub(store.state, sub);
  if (account === null || call.method !== "GET") return null;
  const initial = account.name
    .charAt(0)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/u, "?");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">
<rect width="96" height="96" fill="#1b5fc1"/><text x="48" y="64" text-anchor="middle"
 font-family="system-ui, sans-serif" font-size="44" fill="#fff">${initial}</text></svg>`;
  return new Response(svg, { headers: { "content-type": "image/svg+xml" } });
}
