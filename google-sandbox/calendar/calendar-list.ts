import { type Call, json } from "../call.ts";
import { stableHash } from "../stable-hash.ts";
import type { Calendar, Store, Subscription } from "../state.ts";
import { type Caller, findListed, roleRank } from "./access.ts";
import { invalid, notFound } from "./errors.ts";
import { flagParameter, pageOf } from "./paging.ts";

/** `calendarList.list` */
export function listCalendars(store: Store, call: Call, caller: Caller): Response {
  const query = call.url.searchParams;
  if (query.has("syncToken")) throw invalid("The sandbox gives no sync tokens.", "syncToken");
  const least = roleRank(query.get("minAccessRole") ?? "freeBusyReader");
  if (least === null) throw invalid("Invalid access role.", "minAccessRole");

  const showsHidden = flagParameter(query, "showHidden");
  const entries = store.state.subscriptions
    .filter((entry) => entry.email === caller.account.email)
    .filter((entry) => showsHidden || entry.isHidden !== true)
    .filter((entry) => (roleRank(entry.accessRole) ?? 0) >= least)
    .map((entry) => findListed(store, caller.account, entry.calendarId))
    .filter((listed) => listed !== null)
    .map(({ calendar, entry }) => listEntry(calendar, entry));
  const page = pageOf(call, entries, { usual: 100, most: 250 });
  return json(200, {
    kind: "calendar#calendarList",
    etag: etagOf(entries),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    items: page.items,
  });
}

/** `calendarList.get` */
export function getCalendar(
  store: Store,
  _call: Call,
  caller: Caller,
  [calendarId = ""]: string[],
): Response {
  const listed = findListed(store, caller.account, calendarId);
  if (listed === null) throw notFound();
  return json(200, listEntry(listed.calendar, listed.entry));
}

function listEntry(calendar: Calendar, entry: Subscription) {
  const shown = {
    kind: "calendar#calendarListEntry",
    id: calendar.id,
    summary: calendar.summary,
    timeZone: calendar.timeZone,
    backgroundColor: entry.colour,
    foregroundColor: "#ffffff",
    selected: entry.isHidden !== true,
    ...(entry.isHidden === true ? { hidden: true } : {}),
    accessRole: entry.accessRole,
    defaultReminders: entry.isPrimary ? [{ method: "popup", minutes: 30 }] : [],
    ...(entry.isPrimary ? { primary: true } : {}),
    conferenceProperties: { allowedConferenceSolutionTypes: calendar.conferenceTypes },
    ...(calendar.dataOwner === null || entry.isPrimary ? {} : { dataOwner: calendar.dataOwner }),
  };
  return { ...shown, etag: etagOf(shown) };
}

function etagOf(value: unknown): string {
  return `"${stableHash(JSON.stringify(value))}"`;
}
