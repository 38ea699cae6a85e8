// The state of a booking's sync in words, for its host.
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { Booking } from "../domain/booking.ts";
import type { SyncState } from "../domain/sync-state.ts";
import { LEFT_IN_GONE_CALENDAR } from "../domain/sync-step.ts";
import type { Whereabouts } from "../domain/whereabouts.ts";
import { leftText, waitingText, withDisconnected } from "./disconnected-text.ts";
import { atMoment } from "./moment-text.ts";
import type { Tone } from "./notice.tsx";
import { isOperatorFault, reasonText, whyReconnect } from "./sync-reasons.ts";

export interface SyncText {
  tone: Tone;
  /** The state, for a badge. */
  text: string;
  /** What it means, and what can be done; null where the state says it all. */
  detail: string | null;
}

export interface Found extends Pick<BookingWithSync, "booking" | "sync"> {
  /** Where its event belongs; null when it never had a calendar. */
  where: Whereabouts | null;
}

export interface Moment {
  zone: string;
  now: number;
}

/** A booking's sync state for its host. `zone` is the host's. */
export function syncTextForHost(found: Found, zone: string, now: number): SyncText {
  const inGone = goneCalendarText(found, now);
  if (inGone) return inGone;
  return withDisconnected(found, texts[found.sync.state](found, { zone, now }));
}

const TOLD_OF_GONE: SyncState[] = ["synced", "retrying", "parked"];

/** Where the calendar that the event is in, or is to be put into, is known to be gone: no try brings it back. */
function goneCalendarText(found: Found, now: number): SyncText | null {
  if (!isInGoneCalendar(found) || !TOLD_OF_GONE.includes(found.sync.state)) return null;
  const name = found.where?.calendarName || found.where?.calendarId;
  const text = `Its calendar, ${name}, is gone at Google`;
  if (isOver(found, now)) return { tone: "plain", text, detail: "The meeting is over." };
  const detail = "The booking stands. Choose another calendar for it, or keep it without one.";
  return { tone: "warn", text: `${text}: choose another calendar`, detail };
}

/** Whether its event should be in a calendar that a connected account has no more. */
export function isInGoneCalendar({ booking, where }: Pick<Found, "booking" | "where">): boolean {
  return wantsEvent(booking) && where?.isGone === true && where.leaving === null;
}

const texts: Record<SyncState, (found: Found, moment: Moment) => SyncText> = {
  pending: pendingText,
  synced: syncedText,
  retrying: retryingText,
  waiting_for_reconnect: ({ booking, sync, where }) => ({
    tone: "bad",
    text: where?.leaving
      ? `Waiting for you to connect ${where.account} again`
      : "Waiting for you to reconnect Google Calendar",
    detail: where?.leaving
      ? waitingText(where, wantsEvent(booking))
      : [whyReconnect(sync.lastOutcome), wantsEvent(booking) ? deliveredLater : removedLater]
          .join(" ")
          .trim(),
  }),
  parked: ({ booking, sync, where }) => ({
    tone: "bad",
    text: `Needs you: ${reasonText(sync.lastOutcome)}`,
    detail: wantsEvent(booking) ? parkedText(sync.lastOutcome, where) : leftoverText,
  }),
  removed_in_google: (found, { now }) =>
    isOver(found, now)
      ? { tone: "plain", text: "Removed in Google", detail: "The meeting is over." }
      : {
          tone: "warn",
          text: "Removed in Google: restore or cancel",
          detail: withLeftover(
            found,
            "Somebody deleted the event in Google Calendar. The booking stands until you decide.",
          ),
        },
  drifted: (found, { now }) =>
    isOver(found, now)
      ? { tone: "plain", text: "Moved in Google", detail: "The meeting is over." }
      : {
          tone: "warn",
          text: "Moved in Google: take Google’s time or put back",
          detail: withLeftover(
            found,
            "Somebody moved the event in Google Calendar. The booking keeps its time until you decide.",
          ),
        },
  not_connected: () => ({
    tone: "plain",
    text: "No calendar connected",
    detail: "The booking stands; once you connect a calendar, it is added there.",
  }),
};

/** This long after it was asked for, a first try that has not begun is worth telling. */
const NORMAL_WAIT_MS = 60_000;

function pendingText(found: Found, { zone, now }: Moment): SyncText {
  const { sync } = found;
  const isPaced = sync.lastOutcome === "paced" && sync.notBeforeAt > now;
  if (isPaced) {
    const text = `Waiting its turn, next try ${atMoment(sync.notBeforeAt, zone, now)}`;
    const because = capitalised(`${reasonText("paced")}.`);
    return { tone: "plain", text, detail: [movingText(found), because].join(" ").trim() };
  }
  const isUntried = sync.attempts === 0 && now - sync.notBeforeAt > NORMAL_WAIT_MS;
  if (isUntried) {
    const since = atMoment(sync.notBeforeAt, zone, now);
    const detail = `It should have been tried ${since}. We try again every minute; nothing is lost.`;
    return { tone: "warn", text: "Not tried yet", detail };
  }
  return { tone: "plain", text: beingText(found), detail: null };
}

function beingText(found: Found): string {
  const { booking, sync } = found;
  if (!wantsEvent(booking)) return "Being removed from your calendar";
  const name = nameOfNext(found);
  if (name) return `Will be put into ${name}`;
  const isNew = sync.syncedAt === null || sync.lastOutcome === "removed_in_google";
  return isNew ? "Being added to your calendar" : "Being changed in your calendar";
}

/** The calendar that its host has chosen for it and that it is not in yet; null when there is none. */
function nameOfNext({ booking, where }: Found): string | null {
  if (!booking.chosenCalendar || !wantsEvent(booking) || !where || where.isThere) return null;
  return where.calendarName || where.calendarId;
}

function movingText(found: Found): string {
  const name = nameOfNext(found);
  return name ? `Its event will be put into ${name}.` : "";
}

function syncedText(found: Found, { zone, now }: Moment): SyncText {
  const { booking, sync, where } = found;
  if (booking.status === "cancelled") {
    const detail = isLeftInGone(sync) ? wentWithCalendar : null;
    return { tone: "plain", text: "Not in your calendar", detail };
  }
  if (!booking.inCalendar) {
    const chosen =
      "It has no calendar event, as you decided. The booking stands, and its time is taken.";
    const detail = isLeftInGone(sync) ? `${chosen} ${wentWithCalendar}` : chosen;
    return { tone: "plain", text: "Kept without a calendar event", detail };
  }
  if (where?.leaving) return leftText(where, found, { zone, now });
  const text = "On your calendar ✓";
  if (isLeftInGone(sync)) {
    return { tone: "good", text, detail: `${capitalised(reasonText(sync.lastOutcome))}.` };
  }
  if (sync.lastOutcome !== null) {
    return { tone: "warn", text, detail: `But ${reasonText(sync.lastOutcome)}.` };
  }
  const since = sync.syncedAt === null ? null : atMoment(sync.syncedAt, zone, now);
  return { tone: "good", text, detail: since && `Last checked ${since}.` };
}

function retryingText(found: Found, { zone, now }: Moment): SyncText {
  const { booking, sync, where } = found;
  const when = sync.notBeforeAt > now ? atMoment(sync.notBeforeAt, zone, now) : "now";
  if (wantsEvent(booking) && booking.chosenCalendar && where?.isAsBooked) {
    const name = where.calendarName || where.calendarId;
    if (where.isOlderGone) {
      return {
        tone: "plain",
        text: `In ${name}; an older event went with its calendar`,
        detail: `${wentWithCalendar} It is looked for once more ${when}.`,
      };
    }
    const detail = `${capitalised(reasonText(sync.lastOutcome))}. It is tried again ${when}, by itself, until it works.`;
    return { tone: "plain", text: `In ${name}; an older event is still to be removed`, detail };
  }
  return {
    tone: "warn",
    text: `Retrying ${when} because ${reasonText(sync.lastOutcome)}`,
    detail: [
      wantsEvent(booking) ? "The booking stands." : "The event is still to be removed.",
      movingText(found),
      isOperatorFault(sync.lastOutcome)
        ? "Whoever runs this Slotkeeper has to look into it; you have done nothing wrong."
        : "It is tried again by itself until it works.",
    ]
      .filter((part) => part !== "")
      .join(" "),
  };
}

/** Nothing is to be done about it. */
function isLeftInGone({ lastOutcome }: Found["sync"]): boolean {
  return lastOutcome === LEFT_IN_GONE_CALENDAR;
}

/** Of all the events that it had: the newest may have been in another calendar, and be removed. */
const wentWithCalendar =
  "An event of it was in a calendar that is gone at Google. Should that calendar come back, we remove the event.";

function withLeftover({ sync }: Found, text: string): string {
  if (sync.lastOutcome !== "old_event_left") return text;
  return `${text} ${capitalised(reasonText("old_event_left"))}.`;
}

const deliveredLater =
  "The booking stands, and nothing is lost: it is delivered once you have reconnected.";
const removedLater = "The event is removed once you have reconnected.";

const leftoverText =
  "We can’t remove the event. If it is still in your calendar, please delete it there.";

const lasting = ["calendar_missing", "calendar_not_owned", "connection_missing"];

function parkedText(reason: string | null, where: Whereabouts | null): string {
  return where?.leaving || lasting.includes(reason ?? "")
    ? "The booking stands. Choose another calendar for it, or keep it without one."
    : "The booking stands, and we try again once a day. Change what stops it and try now, choose another calendar, or keep it without one.";
}

function isOver({ booking }: Found, now: number): boolean {
  return now >= booking.meeting.end;
}

/** Whether there is anything at Google's that links to the event and the meeting lead to. */
export function hasEvent({ booking, sync }: Pick<Found, "booking" | "sync">): boolean {
  return wantsEvent(booking) && sync.state !== "removed_in_google";
}

/** Whether a link to the event leads anywhere: not into a calendar that is gone. */
export function hasEventPage(found: Found): boolean {
  return hasEvent(found) && !found.where?.isGone;
}

/** Whether an event of it should be in the calendar at all. */
function wantsEvent({ status, inCalendar }: Booking): boolean {
  return status === "confirmed" && inCalendar;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
