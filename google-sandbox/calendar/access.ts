// Google Calendar v3: calendar lists, busy times, events, and the errors in Google's shapes.
// Nothing about signing in belongs here, nor pages for people.

import { findUsableAccount } from "../accounts.ts";
import { bearerOf, type Call, type EndpointName } from "../call.ts";
import { accessOf } from "../oauth/grants.ts";
import { calendarScopeNames } from "../oauth/scopes.ts";
import type { AccessRole, Account, Calendar, Store, Subscription } from "../state.ts";
import {
  badCredentials,
  CalendarError,
  insufficientScope,
  missingCredentials,
  notFound,
} from "./errors.ts";

type Method = { discoveryName: string; scopes: string[] };

const EVENT_READING = [
  "calendar",
  "calendar.readonly",
  "calendar.events",
  "calendar.events.readonly",
  "calendar.events.owned",
  "calendar.events.owned.readonly",
  "calendar.events.freebusy",
  "calendar.events.public.readonly",
  "calendar.app.created",
];
const EVENT_WRITING = [
  "calendar",
  "calendar.events",
  "calendar.events.owned",
  "calendar.app.created",
];
const LIST_READING = [
  "calendar",
  "calendar.readonly",
  "calendar.calendarlist",
  "calendar.calendarlist.readonly",
];

const METHODS: Partial<Record<EndpointName, Method>> = {
  "calendarList.list": { discoveryName: "calendar.v3.CalendarList.List", scopes: LIST_READING },
  "calendarList.get": {
    discoveryName: "calendar.v3.CalendarList.Get",
    scopes: [...LIST_READING, "calendar.app.created"],
  },
  freeBusy: {
    discoveryName: "calendar.v3.Freebusy.Query",
    scopes: ["calendar", "calendar.readonly", "calendar.events.freebusy", "calendar.freebusy"],
  },
  "events.list": { discoveryName: "calendar.v3.Events.List", scopes: EVENT_READING },
  "events.get": { discoveryName: "calendar.v3.Events.Get", scopes: EVENT_READING },
  "events.insert": { discoveryName: "calendar.v3.Events.Insert", scopes: EVENT_WRITING },
  "events.patch": { discoveryName: "calendar.v3.Events.Patch", scopes: EVENT_WRITING },
  "events.update": { discoveryName: "calendar.v3.Events.Update", scopes: EVENT_WRITING },
  "events.delete": { discoveryName: "calendar.v3.Events.Delete", scopes: EVENT_WRITING },
};

const ROLE_RANK: Record<AccessRole, number> = { freeBusyReader: 0, reader: 1, writer: 2, owner: 3 };

/** Who calls, and those of their scopes that open this method. */
export type Caller = { account: Account; method: string; scopes: Set<string> };

/** A calendar as one caller reaches it. */
export type Reached = {
  calendar: Calendar;
  entry: Subscription;
  /** Only times may be shown, neither titles nor people. */
  isAvailabilityOnly: boolean;
};

/** Lets a call in by its access token and scopes. */
export function requireCaller(store: Store, call: Call, endpoint: EndpointName): Caller {
  const method = METHODS[endpoint];
  if (method === undefined) throw notFound();
  const token = bearerOf(call);
  if (token === null) throw missingCredentials();
  const access = accessOf(store, token);
  const account = access === null ? null : findUsableAccount(store.state, access.sub);
  if (access === null || account === null) throw badCredentials();

  const held = calendarScopeNames(access.scopes);
  const scopes = new Set(method.scopes.filter((scope) => held.has(scope)));
  if (scopes.size === 0) throw insufficientScope(method.discoveryName);
  return { account, method: method.discoveryName, scopes };
}

/** A calendar on the caller's list, by its id or as "primary"; another one does not exist. */
export function findListed(
  store: Store,
  account: Account,
  calendarId: string,
): { calendar: Calendar; entry: Subscription } | null {
  const id = calendarId === "primary" ? account.email : calendarId;
  const entry = store.state.subscriptions.find(
    (candidate) => candidate.email === account.email && candidate.calendarId === id,
  );
  const calendar = store.state.calendars.find((candidate) => candidate.id === entry?.calendarId);
  return entry === undefined || calendar === undefined ? null : { calendar, entry };
}

/** The calendar whose events are to be read, if the caller's scopes reach it. */
export function requireReadable(store: Store, caller: Caller, calendarId: string): Reached {
  const listed = findListed(store, caller.account, calendarId);
  if (listed === null) throw notFound();
  const scopes = [...caller.scopes].filter((scope) => appliesTo(scope, listed));
  if (scopes.length === 0) throw insufficientScope(caller.method);
  const isAvailabilityOnly =
    listed.entry.accessRole === "freeBusyReader" ||
    scopes.every((scope) => scope === "calendar.events.freebusy");
  return { ...listed, isAvailabilityOnly };
}

/** The calendar whose events are to be changed: it takes the role of a writer, too. */
export function requireWritable(store: Store, caller: Caller, calendarId: string): Reached {
  const reached = requireReadable(store, caller, calendarId);
  if (ROLE_RANK[reached.entry.accessRole] < ROLE_RANK.writer) {
    throw new CalendarError(403, "requiredAccessLevel", {
      domain: "calendar",
      message: "You need to have writer access to this calendar.",
    });
  }
  return reached;
}

// No application makes calendars here, so "app.created" reaches none of them.
function appliesTo(
  scope: string,
  { calendar, entry }: Omit<Reached, "isAvailabilityOnly">,
): boolean {
  if (scope === "calendar.app.created") return false;
  if (scope.startsWith("calendar.events.owned")) return entry.accessRole === "owner";
  if (scope === "calendar.events.public.readonly") return calendar.isPublic;
  return true;
}

export function roleRank(role: string): number | null {
  return Object.hasOwn(ROLE_RANK, role) ? ROLE_RANK[role as AccessRole] : null;
}
