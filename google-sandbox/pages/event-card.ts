import { formatInZone, formatOffset, offsetAt } from "../calendar/times.ts";
import type { Account, Attendee, EventResource } from "../state.ts";
import type { ShownEvent } from "./calendar-week.ts";
import { type Html, html } from "./layout.ts";

/** Everything there is to see of an event, and the forms to move and delete it. */
export function eventCard(shown: ShownEvent, account: Account, day: string): Html {
  const { event, calendar, entry } = shown;
  const { resource } = event;
  const canEdit = resource.status !== "cancelled" && ["owner", "writer"].includes(entry.accessRole);
  return html`<article class="card event" style="--colour:${entry.colour}">
<div class="row"><h3>${resource.summary ?? "(no title)"}</h3>
<span class="soft">${calendar.summary}</span></div>
<p>${timesOf(shown, account.timeZone)}</p>
<dl>${details(resource)}</dl>
${canEdit ? editing(shown, account, day) : null}
</article>`;
}

function timesOf({ event, start, end }: ShownEvent, zone: string): Html {
  const { date } = event.resource.start;
  if (date !== undefined) {
    return html`All day, ${date} until ${event.resource.end.date ?? ""} (exclusive)`;
  }
  const [fromDay, from] = localParts(start, zone);
  const [toDay, to] = localParts(end, zone);
  const until = fromDay === toDay ? to : `${toDay} ${to}`;
  const offset = formatOffset(offsetAt(start, zone)).replace("-", "−");
  return html`${from} to ${until} · <span class="nowrap">${zone}, UTC${offset}</span>`;
}

function details(resource: EventResource): Html[] {
  const { attendees, location, hangoutLink, description, conferenceData, transparency } = resource;
  const conferenceState = conferenceData?.createRequest?.status.statusCode;
  return [
    ...(attendees === undefined ? [] : [line("Guests", guestList(attendees))]),
    ...(location === undefined ? [] : [line("Place", location)]),
    ...(hangoutLink === undefined
      ? []
      : [line("Google Meet", html`<a href="${hangoutLink}" rel="noreferrer">${hangoutLink}</a>`)]),
    ...(conferenceState === "pending" ? [line("Google Meet", "is being made")] : []),
    ...(conferenceState === "failure" ? [line("Google Meet", "could not be made")] : []),
    ...(transparency === "transparent" ? [line("Shown as", "free")] : []),
    ...(description === undefined
      ? []
      : [line("Description", html`<span class="prose">${description}</span>`)]),
  ];
}

function guestList(attendees: Attendee[]): Html {
  return html`<ul class="plain">${attendees.map(
    ({ displayName, email, responseStatus }) =>
      html`<li>${displayName === undefined ? email : `${displayName} <${email}>`}
<span class="soft">(${RESPONSES[responseStatus] ?? responseStatus})</span></li>`,
  )}</ul>`;
}

const RESPONSES: Record<string, string> = {
  needsAction: "has not answered",
  accepted: "accepted",
  declined: "declined",
  tentative: "maybe",
};

function editing({ event, calendar, start, end }: ShownEvent, account: Account, day: string): Html {
  const { id, summary = "(no title)" } = event.resource;
  const identity = html`<input type="hidden" name="account" value="${account.email}">
<input type="hidden" name="calendar" value="${calendar.id}">
<input type="hidden" name="event" value="${id}">
<input type="hidden" name="week" value="${day}">`;
  const inputValue = (instant: number) => localParts(instant, account.timeZone).join("T");
  return html`<details>
<summary>Move or delete<span class="visually-hidden"> ${summary}</span></summary>
<form method="post" action="/calendar/move">${identity}
<div class="fields">
<label>New start<input type="datetime-local" name="start" value="${inputValue(start)}" required></label>
<label>New end<input type="datetime-local" name="end" value="${inputValue(end)}" required></label>
</div>
<div class="buttons"><button class="quiet">Move event</button><span class="soft">in ${account.timeZone}</span></div>
</form>
<form method="post" action="/calendar/delete">${identity}
<div class="buttons"><button class="danger">Delete event</button></div>
</form>
</details>`;
}

function line(term: string, value: Html | string): Html {
  return html`<dt>${term}</dt><dd>${value}</dd>`;
}

function localParts(instant: number, zone: string): [day: string, time: string] {
  const text = formatInZone(instant, zone);
  return [text.slice(0, 10), text.slice(11, 16)];
}
