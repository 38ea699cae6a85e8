// A guest asks for a slot. D1 decides: everything before the write only spares it hopeless tries.
import { type EventType, findActiveEventType } from "#db/booking-pages.server.ts";
import { createBooking, findStoredRequest, type NewBooking } from "#db/bookings.server.ts";
import { findHostByHandle, type Host } from "#db/hosts.server.ts";
import { bookingIdFor, digest } from "../crypto/digest.server.ts";
import type { Booking, Guest } from "../domain/booking.ts";
import type { SlotRules } from "../domain/slots.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logError } from "../log.server.ts";
import { byCurrentRules } from "./current-rules.server.ts";
import { decideSlot, type FreeSlot, type SlotRefusal } from "./decide-slot.server.ts";
import { destinationOf } from "./destination.server.ts";
import { slotRulesOf } from "./offer-slots.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

export interface SlotRequest {
  handle: string;
  eventTypeSlug: string;
  /** Epoch ms. */
  startsAt: number;
  guest: Guest;
  /** Random, from the form: the same form sent twice asks for the same booking. */
  formKey: string;
}

export type BookSlotOutcome =
  | { kind: "booked"; booking: Booking }
  | { kind: "pageUnknown" }
  /** The form was used for another request before; that booking stands and is not shown. */
  | { kind: "formReused" }
  | SlotRefusal
  /** The database can't say whether it was stored. The same form, sent again, finds out. */
  | { kind: "databaseAway" };

/**
 * Books a slot, once: asking again with the same form brings the same booking. The calendar event follows behind the
 * answer; no write to Google is waited for.
 */
export async function bookSlot(
  context: AppContext,
  request: SlotRequest,
): Promise<BookSlotOutcome> {
  try {
    const outcome = await bookByCurrentRules(context, request);
    if (outcome.kind === "booked") {
      const { hostId, id } = outcome.booking;
      inBackground(context, "sync", syncBooking(context, { hostId, id }));
    }
    return outcome;
  } catch (error) {
    logError("book_slot", error);
    return { kind: "databaseAway" };
  }
}

async function bookByCurrentRules(
  context: AppContext,
  request: SlotRequest,
): Promise<BookSlotOutcome> {
  const outcome = await byCurrentRules(() => decideAndStore(context, request));
  return outcome === "rulesChanged" ? { kind: "notOffered" } : outcome;
}

async function decideAndStore(context: AppContext, request: SlotRequest): Promise<BookSlotOutcome> {
  const page = await findPage(context, request);
  if (!page) return { kind: "pageUnknown" };
  const asked = await identify(page, request);
  const earlier = await findEarlier(context, asked);
  if (earlier) return earlier;
  const rules = await slotRulesOf(context, page.eventType);
  const decided = await decideSlot(context, page.host, rules, request.startsAt, null);
  // What stands in the way may be this very form's booking, stored since we looked.
  if (decided.kind !== "free") return (await findEarlier(context, asked)) ?? decided;
  return store(context, page, rules, request, asked, decided);
}

interface Page {
  host: Host;
  eventType: EventType;
}

async function findPage(
  { db }: AppContext,
  { handle, eventTypeSlug }: SlotRequest,
): Promise<Page | null> {
  const host = await findHostByHandle(db, handle);
  const eventType = host && (await findActiveEventType(db, host.id, eventTypeSlug));
  return host && eventType ? { host, eventType } : null;
}

/** Which booking this form names, and what it asks for. */
interface Asked {
  hostId: string;
  id: string;
  requestHash: string;
}

async function identify({ host, eventType }: Page, request: SlotRequest): Promise<Asked> {
  const { guest, startsAt, formKey } = request;
  return {
    hostId: host.id,
    id: await bookingIdFor(host.id, formKey),
    requestHash: await digest(eventType.id, startsAt, guest.name, guest.email, guest.notes),
  };
}

async function findEarlier({ db }: AppContext, asked: Asked): Promise<BookSlotOutcome | null> {
  const stored = await findStoredRequest(db, asked);
  if (!stored) return null;
  if (stored.requestHash !== asked.requestHash) return { kind: "formReused" };
  return { kind: "booked", booking: stored.booking };
}

async function store(
  context: AppContext,
  page: Page,
  rules: SlotRules,
  request: SlotRequest,
  asked: Asked,
  free: FreeSlot,
): Promise<BookSlotOutcome> {
  const booking = toNewBooking(page, rules, request, asked, free);
  const destination = destinationOf(page.host);
  try {
    await createBooking(context.db, booking, destination, context.now());
  } catch (error) {
    // Whatever went wrong, the booking may be there: stored by this very form a moment ago, or now with its answer lost.
    const earlier = await findEarlier(context, asked);
    if (earlier) return earlier;
    throw error;
  }
  return { kind: "booked", booking: justStored(booking) };
}

function justStored(booking: NewBooking): Booking {
  const { hostId, id, eventTypeId, title, guest, location, timeZone, meeting, block, inviter } =
    booking;
  return {
    hostId,
    id,
    eventTypeId,
    title,
    guest,
    location,
    timeZone,
    meeting,
    block,
    inviter,
    status: "confirmed",
    revision: 1,
    timeRevision: 1,
    titleRevision: 1,
    placeRevision: 1,
    textRevision: 1,
    inCalendar: true,
    chosenCalendar: null,
    linkVersion: 1,
    cancelReason: null,
    cancelledBy: null,
  };
}

function toNewBooking(
  { host, eventType }: Page,
  { schedule }: SlotRules,
  { guest }: SlotRequest,
  asked: Asked,
  { meeting, block, busyTimesChecked }: FreeSlot,
): NewBooking {
  return {
    ...asked,
    eventTypeId: eventType.id,
    title: eventType.title,
    guest,
    location: { kind: eventType.locationKind, detail: eventType.locationDetail },
    timeZone: schedule.timeZone,
    localDay: localDay(meeting.start, schedule.timeZone),
    meeting,
    block,
    inviter: destinationOf(host) ? "google" : "own",
    rulesVersion: host.rulesVersion,
    busyTimesChecked,
  };
}
