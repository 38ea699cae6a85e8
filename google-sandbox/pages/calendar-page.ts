import { findAccount } from "../accounts.ts";
import { findListed } from "../calendar/access.ts";
import { findEvent, parseEid } from "../calendar/event-store.ts";
import { spanOf } from "../calendar/event-times.ts";
import type { Account, Store } from "../state.ts";
import {
  calendarsOf,
  dayAt,
  daysFrom,
  eventsOn,
  isDay,
  liveEvents,
  longDate,
  type ShownEvent,
  type Week,
  weekAround,
} from "./calendar-week.ts";
import { eventCard } from "./event-card.ts";
import { type Html, html, notFoundPage, page, siteNav } from "./layout.ts";

/** A form that could not be carried out: why, and what had been typed. */
export type Refusal = { message: string; typed: Record<string, string> };

type Shown = { week: string | null; refusal: Refusal | null };

const AGENDA_DAYS = 60;

/**
 * The calendars of an account, with the forms to add, move and delete by hand: one week, or
 * without one the days to come that have events.
 */
export function calendarPage(store: Store, account: Account, { week, refusal }: Shown): Response {
  const today = dayAt(store.now(), account.timeZone);
  const chosen = week !== null && isDay(week) ? weekAround(week) : null;
  const dayToFill = chosen === null || chosen.days.includes(today) ? today : chosen.monday;
  const title = `Calendar of ${account.name}`;
  return page(
    refusal === null ? 200 : 422,
    title,
    html`${siteNav(null)}
<h1>${title}</h1>
<p class="soft">${account.email} · times in ${account.timeZone} ·
<a href="/calendar/list?account=${encodeURIComponent(account.email)}">add, share or delete calendars</a></p>
${refusal === null ? null : html`<p class="error" role="alert">${refusal.message}</p>`}
${weekNav(account, chosen, today)}
${chosen === null ? agenda(store, account, today) : weekDays(store, account, chosen)}
${addForm(store, account, dayToFill, refusal?.typed ?? {})}`,
  );
}

/** One event by itself, as its link in the API shows it. */
export function eventPage(store: Store, eid: string): Response {
  const parsed = parseEid(eid);
  const owner = store.state.subscriptions.find(
    ({ calendarId, accessRole }) => calendarId === parsed?.calendarId && accessRole === "owner",
  );
  const account = findAccount(store.state, owner?.email ?? "");
  const listed = account && findListed(store, account, parsed?.calendarId ?? "");
  const event = listed && findEvent(store, listed.calendar.id, parsed?.eventId ?? "");
  if (!account || !listed || !event || event.isPurged) return notFoundPage();

  const span = spanOf(event.resource, listed.calendar.timeZone);
  const day = dayAt(span.start, account.timeZone);
  const isDeleted = event.resource.status === "cancelled";
  return page(
    200,
    event.resource.summary ?? "Event",
    html`${siteNav(null)}
<h1>${longDate(day)}</h1>
<p><a href="${weekHref(account, day)}">The whole week of ${account.name}</a></p>
${isDeleted ? html`<p class="error">This event was deleted.</p>` : null}
${eventCard({ event, ...listed, ...span }, account, day)}`,
  );
}

function weekHref(account: Account, day: string): string {
  return `/calendar?account=${encodeURIComponent(account.email)}&week=${day}`;
}

function weekNav(account: Account, chosen: Week | null, today: string): Html {
  const { previous, next } = chosen ?? weekAround(today);
  return html`<nav aria-label="Weeks">
<a href="${weekHref(account, previous)}">← Previous week</a>
<a href="${weekHref(account, today)}">This week</a>
<a href="${weekHref(account, next)}">Next week →</a>
<a href="/calendar?account=${encodeURIComponent(account.email)}">Coming up</a>
</nav>`;
}

function agenda(store: Store, account: Account, today: string): Html {
  const live = liveEvents(store, account);
  const days = daysFrom(today, AGENDA_DAYS)
    .map((day) => ({ day, events: eventsOn(live, day, account.timeZone) }))
    .filter(({ events }) => events.length > 0);
  if (days.length === 0) {
    return html`<p class="card">Nothing in the next ${AGENDA_DAYS} days.</p>`;
  }
  return html`${days.map(({ day, events }) => daySection(account, day, events))}`;
}

function weekDays(store: Store, account: Account, week: Week): Html {
  const live = liveEvents(store, account);
  return html`${week.days.map((day) =>
    daySection(account, day, eventsOn(live, day, account.timeZone)),
  )}`;
}

function daySection(account: Account, day: string, events: ShownEvent[]): Html {
  if (events.length === 0) {
    return html`<section class="empty"><h2>${longDate(day)}</h2><span class="soft">nothing</span></section>`;
  }
  return html`<section>
<h2>${longDate(day)}</h2>
${events.map((shown) => eventCard(shown, account, day))}
</section>`;
}

function addForm(store: Store, account: Account, day: string, typed: Record<string, string>): Html {
  const editable = calendarsOf(store, account).filter(({ entry }) =>
    ["owner", "writer"].includes(entry.accessRole),
  );
  return html`<section class="card" id="add">
<h2 style="margin-top:0">Add an event</h2>
<form method="post" action="/calendar/add">
<input type="hidden" name="account" value="${account.email}">
<input type="hidden" name="week" value="${day}">
<div class="fields">
<label>Title<input name="summary" value="${typed.summary ?? "Busy"}" maxlength="200"></label>
<label>Calendar<select name="calendar">${editable.map(
    ({ calendar }) =>
      html`<option value="${calendar.id}" ${{ markup: typed.calendar === calendar.id ? "selected" : "" }}>${calendar.summary}</option>`,
  )}</select></label>
<label>From<input type="datetime-local" name="start" value="${typed.start ?? `${day}T10:00`}" required></label>
<label>To<input type="datetime-local" name="end" value="${typed.end ?? `${day}T11:00`}" required></label>
</div>
<p><label><input type="checkbox" name="allDay" ${{ markup: typed.allDay ? "checked" : "" }}> All day</label>
<label><input type="checkbox" name="showsFree" ${{ markup: typed.showsFree ? "checked" : "" }}> Show as free</label></p>
<div class="buttons"><button>Add event</button><span class="soft">in ${account.timeZone}</span></div>
</form>
</section>`;
}
