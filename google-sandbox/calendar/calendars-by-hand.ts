import { addCalendar, type NewCalendar, requireAccount } from "../accounts.ts";
import type { AccessRole, Account, Calendar, Store, Subscription } from "../state.ts";
import { findListed, roleRank } from "./access.ts";
import { CalendarError, invalid, notFound } from "./errors.ts";

/** What people do with their calendars as a whole, and others with what they share. */
export type CalendarsByHand = {
  /** Puts so many new calendars at the end of the list; they are numbered if there are several. */
  addCalendars: (email: string, count: number, like?: Omit<NewCalendar, "id">) => Calendar[];
  /** What this account may do on a calendar from now on. Its primary one stays its own. */
  setRole: (email: string, calendarId: string, role: AccessRole) => void;
  setColour: (email: string, calendarId: string, colour: string) => void;
  /** A hidden calendar is missing from the list, and nothing else about it changes. */
  setHidden: (email: string, calendarId: string, isHidden: boolean) => void;
  /** These come first on the list, in this order; the others follow as they were. */
  putFirst: (email: string, calendarIds: string[]) => void;
  /** Deletes a calendar for everybody, with all that is in it. */
  deleteCalendar: (email: string, calendarId: string) => void;
};

/** The calendars of a store, as people handle them. */
export function calendarsByHand(store: Store): CalendarsByHand {
  const listed = (email: string, calendarId: string) => {
    const found = findListed(store, requireAccount(store.state, email), calendarId);
    if (found === null) throw notFound();
    return found;
  };
  const change = (entry: Subscription, changes: Partial<Subscription>) => {
    Object.assign(entry, changes);
    store.changed();
  };
  return {
    addCalendars: (email, count, like) =>
      addCalendars(store, requireAccount(store.state, email), count, like),
    setRole: (email, calendarId, role) => {
      const { entry } = listed(email, calendarId);
      if (entry.isPrimary) throw new CalendarError(403, "forbidden");
      if (roleRank(role) === null) throw invalid("Invalid access role.");
      change(entry, { accessRole: role });
    },
    setColour: (email, calendarId, colour) => {
      if (!/^#[0-9a-f]{6}$/i.test(colour)) throw invalid("Invalid colour.");
      change(listed(email, calendarId).entry, { colour });
    },
    setHidden: (email, calendarId, isHidden) =>
      change(listed(email, calendarId).entry, { isHidden }),
    putFirst: (email, calendarIds) => {
      const entries = calendarIds.map((calendarId) => listed(email, calendarId).entry);
      putFirst(store, entries);
    },
    deleteCalendar: (email, calendarId) => {
      const { calendar, entry } = listed(email, calendarId);
      if (entry.isPrimary || entry.accessRole !== "owner")
        throw new CalendarError(403, "forbidden");
      deleteCalendar(store, calendar.id);
    },
  };
}

function addCalendars(
  store: Store,
  account: Account,
  count: number,
  like: Omit<NewCalendar, "id"> = { summary: "Calendar" },
): Calendar[] {
  const { state } = store;
  const before = state.calendars.length;
  for (let number = 1; number <= count; number += 1) {
    const summary = count === 1 ? like.summary : `${like.summary} ${number}`;
    const id = `c_${store.randomId()}@group.calendar.google.com`;
    addCalendar(state, account, { ...like, id, summary });
  }
  store.changed();
  return structuredClone(state.calendars.slice(before));
}

function putFirst({ state, changed }: Store, entries: Subscription[]): void {
  state.subscriptions = [
    ...entries,
    ...state.subscriptions.filter((entry) => !entries.includes(entry)),
  ];
  changed();
}

function deleteCalendar({ state, changed }: Store, calendarId: string): void {
  state.calendars = state.calendars.filter(({ id }) => id !== calendarId);
  state.subscriptions = state.subscriptions.filter((entry) => entry.calendarId !== calendarId);
  delete state.events[calendarId];
  changed();
}
