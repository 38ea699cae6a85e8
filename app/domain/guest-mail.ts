// Who tells the guest: whether Google will mail about what is done here. What pages say of it, they ask here.
import type { Booking } from "./booking.ts";
import type { SyncState } from "./sync-state.ts";

/** What is done here that a guest should hear of. A restored event counts as a new time: a new invitation follows. */
export type News = "newTime" | "newTexts" | "cancellation";

/** Whether Google mails the guest, and when. `uncertain`: it may, but nobody should rely on it. */
export type GuestMail = "now" | "onceReached" | "onceReconnected" | "uncertain" | "never";

/** A booking before the deed, and how it stands in the calendar. */
export interface MailFacts {
  booking: Pick<Booking, "status" | "inviter" | "inCalendar" | "meeting">;
  /** `syncedAt`: when booking and calendar last agreed, epoch ms; null while they never have. */
  sync: { state: SyncState; syncedAt: number | null };
}

const byState: Record<SyncState, GuestMail> = {
  pending: "now",
  synced: "now",
  drifted: "now",
  retrying: "onceReached",
  waiting_for_reconnect: "onceReconnected",
  not_connected: "onceReconnected",
  parked: "uncertain",
  removed_in_google: "never",
};

/**
 * Whether Google will mail the guest about it: only guests whom it has invited to an event that stands, and only
 * before the meeting is over.
 */
export function guestMailAbout(news: News, { booking, sync }: MailFacts, now: number): GuestMail {
  const { status, inviter, inCalendar, meeting } = booking;
  // The first two are what the sync goes by: `mayTellGuest` in sync-step.
  const isGooglesToTell = inviter === "google" && now < meeting.end;
  if (!isGooglesToTell || status === "cancelled" || !inCalendar) return "never";
  switch (news) {
    case "newTime":
      // Said anew when it takes place, a removed event is made again.
      return sync.state === "removed_in_google" ? "now" : byState[sync.state];
    case "newTexts":
      return byState[sync.state];
    case "cancellation":
      return mailAboutEnd(sync);
  }
}

/** Nobody is told of the end of an event that is gone, or was never made; of one in the making, nobody knows. */
function mailAboutEnd({ state, syncedAt }: MailFacts["sync"]): GuestMail {
  if (state === "not_connected") return "never";
  const wasMade = syncedAt !== null || state === "drifted" || state === "removed_in_google";
  return wasMade ? byState[state] : "uncertain";
}
