import type { BehindBooking } from "#db/sync-overview.server.ts";
import {
  canTry,
  type DisconnectedAccount,
  disconnectedAccountOf,
  type Whereabouts,
} from "../../domain/whereabouts.ts";
import { atMoment, formatAge, formatMoment } from "../../ui/moment-text.ts";
import { isInGoneCalendar, type SyncText, syncTextForHost } from "../../ui/sync-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";

/** A booking that is not in agreement, as its host reads it. */
export interface BehindView {
  id: string;
  title: string;
  when: string;
  zone: string;
  guestName: string;
  isCancelled: boolean;
  sync: SyncText;
  /** Since when, and for how long. */
  since: string;
  nextTry: string;
  /** Whether a reconnect is what it waits for. */
  wantsReconnect: boolean;
  /** Whether only the host can decide how it goes on. */
  wantsDecision: boolean;
  /** Whether trying now could bring anything. */
  canTry: boolean;
  /** The account that has to be connected again first. */
  disconnected: DisconnectedAccount | null;
  /** Whether its state may change at any moment. */
  isUnderWay: boolean;
}

type Found = BehindBooking & { where: Whereabouts | null };

/** @param zone the host's */
export function viewBehind(found: Found, zone: string, now: number): BehindView {
  const { booking, sync, where, behindSinceAt } = found;
  const { state } = sync;
  return {
    id: booking.id,
    title: booking.title,
    when: formatRange(booking.meeting, zone),
    zone: zoneLabel(zone, booking.meeting.start),
    guestName: booking.guest.name,
    isCancelled: booking.status === "cancelled",
    sync: syncTextForHost(found, zone, now),
    since: `${formatMoment(behindSinceAt, zone, now)}, for ${formatAge(now - behindSinceAt)}`,
    nextTry: nextTryText(found, zone, now),
    wantsReconnect: state === "waiting_for_reconnect" && !where?.leaving,
    canTry: canTry(sync, where),
    disconnected: canTry(sync, where) ? null : disconnectedAccountOf(where),
    wantsDecision:
      ["parked", "removed_in_google", "drifted"].includes(state) || isInGoneCalendar(found),
    isUnderWay: state === "pending" && sync.notBeforeAt <= now,
  };
}

function nextTryText({ sync, where }: Found, zone: string, now: number): string {
  switch (sync.state) {
    case "pending":
    case "retrying":
      return sync.notBeforeAt > now ? atMoment(sync.notBeforeAt, zone, now) : "any moment now";
    case "waiting_for_reconnect":
      return where?.leaving
        ? `once you have connected ${where.account} again`
        : "once you have reconnected";
    case "parked":
      return where?.leaving ? "none before you decide" : "once a day, or when you press Try now";
    case "not_connected":
      return "once a calendar is connected";
    case "removed_in_google":
    case "drifted":
      return "none before you decide";
    case "synced":
      return "none is needed";
  }
}
