import { findAccount } from "../accounts.ts";
import { addByHand, changeByHand, deleteByHand } from "../calendar/by-hand.ts";
import { CalendarError } from "../calendar/errors.ts";
import { type Call, field, formOf, seeOther } from "../call.ts";
import type { Account, Store } from "../state.ts";
import { calendarPage } from "./calendar-page.ts";
import { notFoundPage } from "./layout.ts";

/** `POST /calendar/add` */
export function addEvent(store: Store, call: Call): Response {
  return onForm(store, call, (account, form) => {
    const event = {
      summary: field(form, "summary"),
      ...(form.has("allDay") ? datesIn(form) : timesIn(form, account)),
      ...(form.has("showsFree") ? { transparency: "transparent" } : {}),
    };
    addByHand(store, account, field(form, "calendar"), event, call.url.origin);
    return field(form, "start").slice(0, 10);
  });
}

/** `POST /calendar/move` */
export function moveEvent(store: Store, call: Call): Response {
  return onForm(store, call, (account, form) => {
    const patch = timesIn(form, account);
    changeByHand(store, account, field(form, "calendar"), field(form, "event"), patch);
    return field(form, "start").slice(0, 10);
  });
}

/** `POST /calendar/delete` */
export function deleteEvent(store: Store, call: Call): Response {
  return onForm(store, call, (account, form) => {
    deleteByHand(store, account, field(form, "calendar"), field(form, "event"));
    return field(form, "week");
  });
}

function onForm(
  store: Store,
  call: Call,
  act: (account: Account, form: URLSearchParams) => string,
): Response {
  const form = formOf(call);
  const account = form === null ? null : findAccount(store.state, field(form, "account"));
  if (form === null || account === null) return notFoundPage();
  try {
    const week = act(account, form);
    return seeOther(
      `/calendar?account=${encodeURIComponent(account.email)}&week=${encodeURIComponent(week)}`,
    );
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    const refusal = { message: error.message, typed: Object.fromEntries(form) };
    return calendarPage(store, account, { week: field(form, "week"), refusal });
  }
}

function timesIn(form: URLSearchParams, account: Account) {
  const at = (name: string) => ({
    dateTime: withSeconds(field(form, name)),
    date: null,
    timeZone: account.timeZone,
  });
  return { start: at("start"), end: at("end") };
}

/** Whole days, the last one included; an event's end is the first day that it does not last. */
function datesIn(form: URLSearchParams) {
  const last = Date.parse(field(form, "end").slice(0, 10));
  const after = Number.isNaN(last) ? "" : new Date(last + DAY_MS).toISOString().slice(0, 10);
  return { start: { date: field(form, "start").slice(0, 10) }, end: { date: after } };
}

const DAY_MS = 86_400_000;

// A datetime-local field leaves the seconds out when they are zero.
function withSeconds(local: string): string {
  return /T\d\d:\d\d$/.test(local) ? `${local}:00` : local;
}
