// What the guest can expect of Google, honestly: in their inbox, and of the link to the meeting.
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { SyncState } from "../../domain/sync-state.ts";

/** A sentence for the guest. */
export interface InvitationText {
  tone: "good" | "plain" | "warn";
  text: string;
}

/** Google makes Meet links within seconds, rarely minutes; later than this after the event none comes any more. */
const LATEST_LINK_AFTER_MS = 10 * 60_000;

/** What the guest can expect in their inbox or, once it is called off, of the event in the calendar. */
export function invitationText({ booking, sync }: BookingWithSync): InvitationText {
  const isCancelled = booking.status === "cancelled";
  if (booking.inviter === "own") {
    return {
      tone: "plain",
      text: isCancelled
        ? "No mail is sent about this."
        : "No mail is sent about this booking. Please note the time, and keep the address of this page.",
    };
  }
  if (isCancelled) return { tone: "plain", text: cancelledTexts[sync.state] };
  if (!booking.inCalendar) {
    return {
      tone: "plain",
      text: "Your booking stands. Your host keeps it without a calendar event, so an invitation from Google may be missing or withdrawn. Please note the time, and keep the address of this page.",
    };
  }
  const isFirstTry = sync.state === "pending" && sync.attempts <= 1;
  // What was in agreement once has been sent: from then on Google tells of changes.
  if (booking.revision > 1 && sync.syncedAt !== null) {
    return isFirstTry
      ? { tone: "plain", text: "The change is on its way to the calendar." }
      : changedText(sync.state, booking.guest.email);
  }
  return isFirstTry
    ? {
        tone: "plain",
        text: `An invitation from Google is on its way to ${booking.guest.email}.`,
      }
    : confirmedText(sync.state, booking.guest.email);
}

/** Before Google was told of a change to what it had sent an invitation to. */
function changedText(state: SyncState, email: string): InvitationText {
  const behind = (why: string): InvitationText => ({
    tone: "warn",
    text: `Your booking stands as you see it here. The calendar may still show it as it was: ${why}`,
  });
  const late = behind("it can’t be reached at the moment, and will follow by itself.");
  const texts: Partial<Record<SyncState, InvitationText>> = {
    pending: late,
    retrying: late,
    waiting_for_reconnect: behind("it follows once your host has reconnected it."),
    parked: behind("Google did not accept the change, so your host has to look into it."),
    not_connected: behind("your host has disconnected it. Please note the time."),
  };
  return texts[state] ?? confirmedText(state, email);
}

function confirmedText(state: SyncState, email: string): InvitationText {
  const late: InvitationText = {
    tone: "warn",
    text: `Your booking stands. The invitation to ${email} is late, because the calendar can’t be reached at the moment; it will follow by itself.`,
  };
  const texts: Record<SyncState, InvitationText> = {
    synced: { tone: "good", text: `Google has sent an invitation to ${email}.` },
    pending: late,
    retrying: late,
    waiting_for_reconnect: {
      tone: "warn",
      text: `Your booking stands. The invitation to ${email} follows once your host has reconnected their calendar. Please note the time.`,
    },
    parked: {
      tone: "warn",
      text: `Your booking stands. Google did not accept the invitation to ${email}, so your host has to look into it. Please note the time, and keep the address of this page.`,
    },
    removed_in_google: {
      tone: "warn",
      text: "This meeting was removed from your host’s calendar, without the booking being cancelled here. Please ask them whether it takes place.",
    },
    drifted: {
      tone: "warn",
      text: "This meeting was moved in your host’s calendar. Please ask them which time counts.",
    },
    not_connected: {
      tone: "warn",
      text: "Your booking stands. No invitation is sent, because your host’s calendar is not connected any more. Please note the time, and keep the address of this page.",
    },
  };
  return texts[state];
}

const removed = "It has been removed from the calendar.";
const beingRemoved = "It is being removed from the calendar.";
const leftToHost =
  "It may still be in the calendar: your host has to remove it there. The booking is cancelled all the same.";

const cancelledTexts: Record<SyncState, string> = {
  synced: removed,
  removed_in_google: removed,
  pending: beingRemoved,
  retrying: beingRemoved,
  waiting_for_reconnect:
    "It is removed from the calendar once your host has reconnected it. The booking is cancelled all the same.",
  parked: leftToHost,
  drifted: leftToHost,
  not_connected: leftToHost,
};

/** Whether what this page says of Google is likely to change by itself while somebody looks at it. */
export function isExpectingNews({ booking, google, sync }: BookingWithSync): boolean {
  if (booking.inviter === "own" || !booking.inCalendar) return false;
  if (sync.state === "pending") return true;
  const isLinkMissing = booking.location.kind === "google_meet" && !google.meetLink;
  return sync.state === "synced" && booking.status === "confirmed" && isLinkMissing;
}

/** Of the link of a video meeting: where it comes from. */
export interface MeetText {
  text: string;
  /** Whether this page will have it: worth looking again. */
  isComing: boolean;
}

const COMING: Partial<Record<SyncState, string>> = {
  pending: "By Google Meet. The link appears here in a moment.",
  retrying: "By Google Meet. The link appears here once the calendar can be reached.",
  waiting_for_reconnect:
    "By Google Meet. The link appears here once your host has reconnected their calendar.",
};
const COMING_NOW =
  "By Google Meet. The link appears here within minutes; if it does not, your host will send it to you.";

/** Where the link of a video meeting comes from; null when there is one, or none is needed. */
export function meetText({ booking, google, sync }: BookingWithSync, now: number): MeetText | null {
  const isVideo = booking.location.kind === "google_meet" && booking.status === "confirmed";
  if (!isVideo) return null;
  const fromHost = { text: "By Google Meet. Your host will send you the link.", isComing: false };
  // Without its event the link that it had leads nowhere.
  if (!booking.inCalendar) return fromHost;
  if (google.meetLink) return null;
  if (booking.inviter === "own") return fromHost;
  if (sync.state === "removed_in_google") return { text: "By Google Meet.", isComing: false };
  const isNew = sync.syncedAt !== null && now - sync.syncedAt < LATEST_LINK_AFTER_MS;
  const coming = sync.state === "synced" && isNew ? COMING_NOW : COMING[sync.state];
  return coming ? { text: coming, isComing: true } : fromHost;
}
