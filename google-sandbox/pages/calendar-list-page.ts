import { findAccount } from "../accounts.ts";
import { leaveCalendar } from "../calendar/by-hand.ts";
import { calendarsByHand } from "../calendar/calendars-by-hand.ts";
import { CalendarError } from "../calendar/errors.ts";
import { type Call, field, formOf, seeOther } from "../call.ts";
import type { AccessRole, Account, Calendar, Store, Subscription } from "../state.ts";
import { calendarsOf } from "./calendar-week.ts";
import { type Html, html, notFoundPage, page, siteNav } from "./layout.ts";

const MOST_AT_ONCE = 500;

const ROLES: Record<AccessRole, string> = {
  owner: "owner",
  writer: "writer: may change events",
  reader: "reader: sees events",
  freeBusyReader: "freeBusyReader: sees when it is busy",
};

/** The calendars on an account's list, with the forms to change, add and delete them. */
export function calendarListPage(store: Store, account: Account, refused: string | null): Response {
  const calendars = calendarsOf(store, account);
  return page(
    refused === null ? 200 : 422,
    `Calendars of ${account.name}`,
    html`${siteNav(null)}
<h1>Calendars of ${account.name}</h1>
<p class="soft">${account.email} · ${calendars.length} on the list, in its order</p>
<p><a href="/calendar?account=${encodeURIComponent(account.email)}">What is in them</a></p>
${refused === null ? null : html`<p class="error" role="alert">${refused}</p>`}
${addForm(account)}
${calendars.map(({ calendar, entry }) => calendarForm(calendar, entry))}`,
  );
}

function addForm(account: Account): Html {
  return html`<form class="card" method="post" action="/calendar/list/add">
<h2 style="margin-top:0">Add calendars</h2>
<input type="hidden" name="account" value="${account.email}">
<div class="fields">
<label>Name<input name="summary" value="Calendar" required maxlength="100"></label>
<label>How many<input name="count" type="number" min="1" max="${MOST_AT_ONCE}" value="1" required></label>
${roleField("owner")}
</div>
<div class="buttons"><button>Add</button></div>
</form>`;
}

function calendarForm(calendar: Calendar, entry: Subscription): Html {
  const { isPrimary, accessRole } = entry;
  const button = (what: string, label: string, look: "quiet" | "danger") =>
    html`<button class="${look}" name="do" value="${what}">${label}<span class="visually-hidden"> ${calendar.summary}</span></button>`;
  return html`<form class="card event" style="--colour:${entry.colour}" method="post" action="/calendar/list/change">
<h3>${calendar.summary}</h3>
<span class="soft">${calendar.id}</span>
<input type="hidden" name="account" value="${entry.email}">
<input type="hidden" name="id" value="${calendar.id}">
<div class="fields">
${isPrimary ? html`<p>The primary calendar</p>` : roleField(accessRole)}
<label>Colour<input name="colour" type="color" value="${entry.colour}"></label>
</div>
<label class="box"><input type="checkbox" name="hidden" ${{ markup: entry.isHidden ? "checked" : "" }}><span>Hidden from the list</span></label>
<div class="buttons">
${button("save", "Save", "quiet")}
${button("first", "Put first", "quiet")}
${isPrimary ? null : button("leave", "Unsubscribe", "danger")}
${isPrimary || accessRole !== "owner" ? null : button("delete", "Delete for everybody", "danger")}
</div>
</form>`;
}

function roleField(chosen: AccessRole): Html {
  return html`<label>Role<select name="role">${Object.entries(ROLES).map(
    ([role, label]) =>
      html`<option value="${role}" ${{ markup: role === chosen ? "selected" : "" }}>${label}</option>`,
  )}</select></label>`;
}

/** `POST /calendar/list/add` */
export function addToList(store: Store, call: Call): Response {
  return onForm(store, call, ({ email }, form) => {
    const count = Number(field(form, "count"));
    if (!Number.isInteger(count) || count < 1 || count > MOST_AT_ONCE) {
      return `1 to ${MOST_AT_ONCE} calendars can be added at once.`;
    }
    const summary = field(form, "summary").trim() || "Calendar";
    calendarsByHand(store).addCalendars(email, count, { summary, accessRole: roleIn(form) });
    return null;
  });
}

/** `POST /calendar/list/change` */
export function changeList(store: Store, call: Call): Response {
  return onForm(store, call, (account, form) => {
    const { email } = account;
    const id = field(form, "id");
    const hands = calendarsByHand(store);
    switch (field(form, "do")) {
      case "first":
        hands.putFirst(email, [id]);
        return null;
      case "leave":
        leaveCalendar(store, account, id);
        return null;
      case "delete":
        hands.deleteCalendar(email, id);
        return null;
    }
    hands.setColour(email, id, field(form, "colour"));
    hands.setHidden(email, id, form.has("hidden"));
    if (form.has("role")) hands.setRole(email, id, roleIn(form));
    return null;
  });
}

function roleIn(form: URLSearchParams): AccessRole {
  const role = field(form, "role");
  return Object.hasOwn(ROLES, role) ? (role as AccessRole) : "owner";
}

function onForm(
  store: Store,
  call: Call,
  act: (account: Account, form: URLSearchParams) => string | null,
): Response {
  const form = formOf(call);
  const account = form === null ? null : findAccount(store.state, field(form, "account"));
  if (form === null || account === null) return notFoundPage();
  try {
    const refused = act(account, form);
    if (refused !== null) return calendarListPage(store, account, refused);
    return seeOther(`/calendar/list?account=${encodeURIComponent(account.email)}`);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return calendarListPage(store, account, error.message);
  }
}
