// Whether a booking and the calendars agree, worked out from what both say and from nothing the app believes.
import type { EventResource } from "#google-sandbox/state.ts";
import type { LiveEvent, Row } from "./town.ts";

/** What is wrong between a booking and its live events, if its sync is said to be done; null when they agree. */
export function disagreement(row: Row, live: readonly LiveEvent[]): string | null {
  if (!wantsEvent(row)) {
    return live.length === 0 || isLeftKnowingly(row)
      ? null
      : `${row.status} without calendar, yet ${idsOf(live)} stands`;
  }
  const [first] = live;
  if (!first) return "it has no event";
  if (live.length > 1 && !isLeftKnowingly(row)) return `it has several events: ${idsOf(live)}`;
  const newest = live.find(({ event }) => event.id === row.google_event_id) ?? first;
  return contentDifference(row, newest.event) ?? timeDifference(row, newest.event);
}

export function wantsEvent({ status, in_calendar }: Row): boolean {
  return status === "confirmed" && in_calendar === 1;
}

/** All of its events but what is said to have gone with its calendar, where that may be so. */
export function withoutGone(
  { last_outcome }: Row,
  live: readonly LiveEvent[],
  mayBeGone: (one: LiveEvent) => boolean,
): readonly LiveEvent[] {
  if (last_outcome !== "left_in_gone_calendar") return live;
  return live.filter((one) => !mayBeGone(one));
}

/** The host is told that an event stands in a calendar that can't be reached. */
function isLeftKnowingly({ last_outcome }: Row): boolean {
  return last_outcome === "old_event_left";
}

function idsOf(live: readonly LiveEvent[]): string {
  return live.map(({ calendarId, event }) => `${event.id} in ${calendarId}`).join(", ");
}

export function timeDifference(row: Row, { start, end }: EventResource): string | null {
  const [from, to] = [Date.parse(start.dateTime ?? ""), Date.parse(end.dateTime ?? "")];
  if (from === row.starts_at && to === row.ends_at) return null;
  return `the event is at ${start.dateTime} to ${end.dateTime}, the booking at ${iso(row.starts_at)} to ${iso(row.ends_at)}`;
}

/** All but the time. */
export function contentDifference(row: Row, event: EventResource): string | null {
  const { summary = "", description = "", location = "", attendees = [] } = event;
  const place = row.location_kind === "google_meet" ? "" : row.location_detail;
  if (!summary.includes(row.title) || !summary.includes(row.guest_name)) {
    return `its title is "${summary}", not of "${row.title}" and "${row.guest_name}"`;
  }
  if (location !== place) return `its place is "${location}", not "${place}"`;
  if (!description.includes(asText(row.guest_notes))) return `its notes are "${description}"`;
  if (!description.includes(`/booking/${row.host_id}/${row.id}/`))
    return "it lacks the guest's link";
  const invited = attendees.map(({ email }) => email).join();
  const guest = row.inviter === "google" ? row.guest_email : "";
  if (invited !== guest) return `it invites "${invited}", not "${guest}"`;
  return null;
}

function asText(html: string): string {
  return html.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
