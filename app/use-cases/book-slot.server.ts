// A guest asks for a slot. D1 decides: everything before the write only spares it hopeless tries.
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { createBooking, findStoredRequest, type NewBooking } from "#db/bookings.server.ts";
import { isTooMany } from "#db/database.server.ts";
import { findHostByHandle, findHostOfHandle } from "#db/hosts.server.ts";
import { bookingIdFor, digest, pseudonym } from "../crypto/digest.server.ts";
import type { Booking, Guest } from "../domain/booking.ts";
import { durationsOf } from "../domain/durations.ts";
import { type DetailProblems, type FilledIn, readDetails } from "../domain/guest-details.ts";
import type { SlotRules } from "../domain/slots.ts";
import { localDay } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { inBackground, logError } from "../log.server.ts";
import { byCurrentRules } from "./current-rules.server.ts";
import { decideSlot, type FreeSlot, type SlotRefusal } from "./decide-slot.server.ts";
import { destinationOf } from "./destination.server.ts";
import { type SlotPage, slotRulesOf } from "./offer-slots.server.ts";
import { syncBooking } from "./sync-booking.server.ts";

export interface SlotRequest {
  /** Whose page the form came from: its address may have become another's. Null when the form does not say. */
  hostId: string | null;
  handle: string;
  eventTypeSlug: string;
  /** Epoch ms. */
  startsAt: number;
  /** One of the event type's durations; null for the one that it is shown with. */
  durationMinutes: number | null;
  guest: Guest;
  filledIn: FilledIn;
  /** The address that it comes from, as `addressGroup` writes it; null where that is unknown. */
  address: string | null;
  /** Random, from the form: the same form sent twice asks for the same booking. */
  formKey: string;
}

export type BookSlotOutcome =
  | { kind: "booked"; booking: Booking }
  | { kind: "pageUnknown" }
  /** The form was used for another request before; that booking stands and is not shown. */
  | { kind: "formReused" }
  /** The event type asks for something else than what was filled in. */
  | { kind: "detailsRefused"; problems: DetailProblems }
  /** The event type has no such duration (any more). */
  | { kind: "durationGone" }
  | SlotRefusal
  /** This guest, this address or all together have booked too often within an hour. */
  | { kind: "tooManyBookings" }
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
  const asked = await identify(context, request);
  if (!asked) return { kind: "pageUnknown" };
  // Before the page, which may be closed, or have another address, since this form was sent first: its booking stands.
  const earlier = await findEarlier(context, asked);
  if (earlier) return earlier;
  const page = await findPage(context, request);
  if (page?.host.id !== asked.hostId) return { kind: "pageUnknown" };
  const details = readDetails(page.eventType, request.filledIn);
  if (details.kind === "refused") return { kind: "detailsRefused", problems: details.problems };
  // A duration that this event type never had, or has no more.
  if (!durationsOf(page.eventType).includes(page.durationMinutes)) return { kind: "durationGone" };
  const rules = await slotRulesOf(context, page);
  const decided = await decideSlot(context, page, rules, request.startsAt);
  // What stands in the way may be this very form's booking, stored since we looked.
  if (decided.kind !== "free") return (await findEarlier(context, asked)) ?? decided;
  return store(context, { page, rules, request, asked, details, free: decided });
}

async function findPage(
  { db }: AppContext,
  { handle, eventTypeSlug, durationMinutes }: SlotRequest,
): Promise<SlotPage | null> {
  const host = await findHostByHandle(db, handle);
  const eventType = host && (await findActiveEventType(db, host.id, eventTypeSlug));
  if (!host || !eventType) return null;
  const minutes = durationMinutes ?? eventType.durationMinutes;
  return { host, eventType, durationMinutes: minutes, moving: null };
}

/** Which booking this form names, and what it asks for. */
interface Asked {
  hostId: string;
  id: string;
  requestHash: string;
}

/** @returns null when the form names no host, and nobody has the address that it was sent to */
async function identify({ db }: AppContext, request: SlotRequest): Promise<Asked | null> {
  const { guest, eventTypeSlug, startsAt, durationMinutes, formKey, filledIn } = request;
  const hostId = request.hostId ?? (await findHostOfHandle(db, request.handle))?.id;
  if (hostId === undefined) return null;
  const given = Object.entries(filledIn.answers).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    hostId,
    id: await bookingIdFor(hostId, formKey),
    requestHash: await digest(
      ...[eventTypeSlug, startsAt, durationMinutes ?? 0],
      ...[guest.name, guest.email, guest.notes],
      ...(filledIn.phone === "" ? [] : ["phone", filledIn.phone]),
      ...given.flatMap(([id, answer]) => ["answer", id, answer]),
    ),
  };
}

async function findEarlier({ db }: AppContext, asked: Asked): Promise<BookSlotOutcome | null> {
  const stored = await findStoredRequest(db, asked);
  if (!stored) return null;
  if (stored.requestHash !== asked.requestHash) return { kind: "formReused" };
  return { kind: "booked", booking: stored.booking };
}

/** All that a booking is made of. */
interface Decided {
  page: SlotPage;
  rules: SlotRules;
  request: SlotRequest;
  asked: Asked;
  details: Pick<Booking, "location" | "answers">;
  free: FreeSlot;
}

async function store(context: AppContext, decided: Decided): Promise<BookSlotOutcome> {
  const { page, request, asked } = decided;
  const booking = {
    ...toNewBooking(decided),
    requestedBy: await requestedBy(context, page, request),
  };
  const destination = destinationOf(page.host);
  try {
    await createBooking(context.db, booking, destination, context.now());
  } catch (error) {
    // Whatever went wrong, the booking may be there: stored by this very form a moment ago, or now with its answer lost.
    const earlier = await findEarlier(context, asked);
    if (earlier) return earlier;
    if (isTooMany(error)) return { kind: "tooManyBookings" };
    throw error;
  }
  return { kind: "booked", booking: justStored(booking) };
}

/** Counted for each host alone: nobody learns where else a guest books. */
async function requestedBy(
  { env }: AppContext,
  { host }: SlotPage,
  { guest, address }: SlotRequest,
): Promise<NewBooking["requestedBy"]> {
  const named = (kind: string, name: string) =>
    pseudonym(env.LINK_KEY_RING, host.id, kind, name.toLowerCase());
  return {
    guestHash: await named("guest", guest.email),
    addressHash: address === null ? null : await named("address", address),
  };
}

function justStored(booking: NewBooking): Booking {
  const { hostId, id, eventTypeId, title, guest, location, answers } = booking;
  const { timeZone, meeting, block, inviter } = booking;
  return {
    ...{ hostId, id, eventTypeId, title, guest, location, answers },
    ...{ timeZone, meeting, block, inviter },
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

function toNewBooking({
  page: { host, eventType },
  rules: { schedule },
  request: { guest },
  asked,
  details: { location, answers },
  free: { meeting, block, busyTimesChecked },
}: Decided): Omit<NewBooking, "requestedBy"> {
  return {
    ...asked,
    eventTypeId: eventType.id,
    title: eventType.title,
    guest,
    location,
    answers,
    timeZone: schedule.timeZone,
    localDay: localDay(meeting.start, schedule.timeZone),
    meeting,
    block,
    inviter: destinationOf(host) ? "google" : "own",
    rulesVersion: host.rulesVersion,
    busyTimesChecked,
  };
}
