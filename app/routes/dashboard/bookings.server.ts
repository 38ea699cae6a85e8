import {
  listBookingsDuring,
  listBookingsFrom,
  listBookingsOver,
  listCancelledDuring,
  listLatelyCancelled,
  listUnsettled,
} from "#db/agenda.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { listWhereabouts } from "#db/whereabouts.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { dayOf, viewCancelled, viewLately, viewNext, viewToday } from "./agenda.ts";
import { viewAttention } from "./attention.ts";

const MOST_TODAY = 60;
const MOST_CANCELLED = 10;
const MOST_NEXT = 10;
const MOST_UNSETTLED = 10;
const MOST_LATELY = 5;
/** By then a first try should have come about. */
const NORMAL_WAIT_MS = 60_000;

/** What the host has before them and lately behind them, read as far as it is shown. */
export async function loadBookings({ db, now: clock }: Pick<AppContext, "db" | "now">, host: Host) {
  const now = clock();
  const { id: hostId, timeZone: zone } = host;
  const { range } = dayOf(now, zone);
  const unsettledAsked = { now, pendingSince: now - NORMAL_WAIT_MS, limit: MOST_UNSETTLED + 1 };
  const [today, cancelled, next, over, lately, unsettled] = await Promise.all([
    listBookingsDuring(db, hostId, range, MOST_TODAY + 1),
    listCancelledDuring(db, hostId, range, MOST_CANCELLED),
    listBookingsFrom(db, hostId, range.end, MOST_NEXT),
    listBookingsOver(db, hostId, range.start, MOST_LATELY),
    listLatelyCancelled(db, hostId, range, MOST_LATELY),
    listUnsettled(db, hostId, unsettledAsked),
  ]);
  const shown = [...unsettled.slice(0, MOST_UNSETTLED), ...today.slice(0, MOST_TODAY), ...next];
  const ids = new Set([...shown, ...over, ...lately].map(idOf));
  const places = await listWhereabouts(db, hostId, [...ids]);
  const placed = (each: BookingWithSync) => ({ ...each, where: places.get(idOf(each)) ?? null });
  return {
    attention: viewAttention(shown.map(placed), zone, now),
    isMoreUnsettled: unsettled.length > MOST_UNSETTLED,
    today: viewToday(today.slice(0, MOST_TODAY).map(placed), zone, now),
    isMoreToday: today.length > MOST_TODAY,
    cancelledToday: cancelled.map(({ booking }) => viewCancelled(booking, zone)),
    next: viewNext(next.map(placed), zone, now),
    over: over.map((each) => viewLately(placed(each), zone, now)),
    latelyCancelled: lately.map((each) => viewLately(placed(each), zone, now)),
  };
}

const idOf = ({ booking }: BookingWithSync) => booking.id;
