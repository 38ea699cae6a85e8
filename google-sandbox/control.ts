import { addAccount, findAccount, isEmail, SEEDED_ACCOUNTS } from "./accounts.ts";
import { findListed } from "./calendar/access.ts";
import { emptyTrash, eventsOf } from "./calendar/event-store.ts";
import { isTimeZone } from "./calendar/times.ts";
import { type Call, formOf, json, seeOther } from "./call.ts";
import { faultIn } from "./fault-input.ts";
import { faultControl } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import { expireAccessTokens, killTokens } from "./oauth/grants.ts";
import { rotateKey, withdrawOldKeys } from "./oauth/signing-keys.ts";
import { faultsPage } from "./pages/faults-page.ts";
import { notFoundPage } from "./pages/layout.ts";
import { peopleControl } from "./people-control.ts";
import { type Account, emptyState, lookUp, type Store } from "./state.ts";

/** The sandbox's own routes, which Google does not have: faults, accounts, what happened. */
export function serveControl(store: Store, call: Call, gateway: Gateway): Response {
  const faults = faultControl(store);
  switch (`${call.method} ${call.url.pathname}`) {
    case "GET /sandbox":
      return faultsPage(store, null);
    case "GET /sandbox/faults":
      return json(200, { faults: faults.list() });
    case "POST /sandbox/faults":
      return addFault(store, call);
    case "DELETE /sandbox/faults":
      faults.clear();
      return new Response(null, { status: 204 });
    case "POST /sandbox/faults/clear":
      faults.clear(formOf(call)?.get("id") ?? undefined);
      return seeOther("/sandbox");
    case "GET /sandbox/mails":
      return json(200, { mails: store.state.mails });
    case "GET /sandbox/requests":
      return json(200, { requests: gateway.requests() });
    case "GET /sandbox/events":
      return listEvents(store, call);
    case "POST /sandbox/accounts":
      return createAccount(store, call);
    case "POST /sandbox/project":
      return publish(store, call);
    case "POST /sandbox/keys/rotate":
      rotateKey(store);
      return seeOther("/sandbox");
    case "POST /sandbox/keys/withdraw-old":
      withdrawOldKeys(store);
      return seeOther("/sandbox");
    case "POST /sandbox/reset":
      return reset(store);
  }
  return onAccount(store, call) ?? notFoundPage();
}

function addFault(store: Store, call: Call): Response {
  const fresh = faultIn(call);
  const isForm = formOf(call) !== null;
  if (typeof fresh === "string") {
    return isForm ? faultsPage(store, fresh) : json(400, { error: fresh });
  }
  const fault = faultControl(store).add(fresh);
  return isForm ? seeOther("/sandbox") : json(201, fault);
}

function listEvents(store: Store, call: Call): Response {
  const query = call.url.searchParams;
  const account = findAccount(store.state, query.get("account") ?? "");
  const listed = account && findListed(store, account, query.get("calendar") ?? "primary");
  if (!listed) return json(404, { error: "There is no such account or calendar." });
  const events = eventsOf(store, listed.calendar.id).map(({ resource }) => resource);
  return json(200, { events });
}

function createAccount(store: Store, call: Call): Response {
  const { email, name, timeZone } = (parseJson(call.body) ?? {}) as Record<string, unknown>;
  const hasZone = typeof timeZone === "string" && isTimeZone(timeZone);
  const isComplete = typeof email === "string" && typeof name === "string";
  if (!isComplete || !isEmail(email) || (timeZone !== undefined && !hasZone)) {
    return json(400, { error: 'An account has "email", "name" and perhaps "timeZone".' });
  }
  const account = addAccount(store.state, { email, name, ...(hasZone ? { timeZone } : {}) });
  store.changed();
  return json(201, account);
}

function reset(store: Store): Response {
  Object.assign(store.state, emptyState());
  for (const account of SEEDED_ACCOUNTS) addAccount(store.state, account);
  store.changed();
  return new Response(null, { status: 204 });
}

function onAccount(store: Store, call: Call): Response | null {
  const match = /^\/sandbox\/accounts\/([^/]+)\/([a-z-]+)$/.exec(call.url.pathname);
  if (match === null || call.method !== "POST") return null;
  const action = lookUp(ACCOUNT_ACTIONS, match[2] ?? "");
  if (action === null) return null;
  const account = findAccount(store.state, decoded(match[1] ?? ""));
  if (account === null) return json(404, { error: "There is no such account." });
  const form = formOf(call);
  action.act(store, account, form ?? call.url.searchParams);
  return form === null ? new Response(null, { status: 204 }) : seeOther(action.page);
}

type AccountAction = {
  act: (store: Store, account: Account, fields: URLSearchParams) => void;
  /** Where its form is. */
  page: "/" | "/sandbox";
};

const ACCOUNT_ACTIONS: Record<string, AccountAction> = {
  "kill-tokens": { page: "/sandbox", act: (store, { sub }) => killTokens(store, sub) },
  "expire-access-tokens": {
    page: "/sandbox",
    act: (store, { sub }) => expireAccessTokens(store, sub),
  },
  "empty-trash": { page: "/sandbox", act: emptyOwnTrash },
  revoke: { page: "/", act: (store, { email }) => peopleControl(store).revoke(email) },
  "take-back": {
    page: "/",
    act: (store, { email }, fields) => peopleControl(store).takeBack(email, fields.getAll("scope")),
  },
  disable: { page: "/", act: (store, { email }) => peopleControl(store).disable(email) },
  enable: { page: "/", act: (store, { email }) => peopleControl(store).enable(email) },
};

function emptyOwnTrash(store: Store, { email }: Account): void {
  for (const entry of store.state.subscriptions) {
    if (entry.email === email && entry.accessRole === "owner") emptyTrash(store, entry.calendarId);
  }
}

function publish(store: Store, call: Call): Response {
  store.state.isInTesting = formOf(call)?.get("publishing") === "testing";
  store.changed();
  return seeOther("/sandbox");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
