// What hosts and guests do, each by the use case behind the page where they would do it.
import { env } from "cloudflare:test";
import {
  type Callback,
  newFlowSecrets,
  readCallback,
  rememberFlow,
} from "#app/auth/oauth-flow.server.ts";
import type { Booking, BookingKey } from "#app/domain/booking.ts";
import type { GoogleProfile } from "#app/domain/google-profile.ts";
import type { Interval } from "#app/domain/interval.ts";
import type { AppContext } from "#app/load-context.server.ts";
import {
  type BookSlotOutcome,
  bookSlot,
  type SlotRequest,
} from "#app/use-cases/book-slot.server.ts";
import { cancelBooking } from "#app/use-cases/cancel-booking.server.ts";
import { type ConnectOutcome, connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import { type Edit, editBooking } from "#app/use-cases/edit-booking.server.ts";
import { moveBooking } from "#app/use-cases/move-booking.server.ts";
import { offerSlots } from "#app/use-cases/offer-slots.server.ts";
import type { RevisionRequest } from "#app/use-cases/revise-booking.server.ts";
import { signInHost } from "#app/use-cases/sign-in-host.server.ts";
import { findActiveEventType } from "#db/booking-pages.server.ts";
import { findBooking } from "#db/bookings.server.ts";
import { findConnection } from "#db/calendar-connections.server.ts";
import { findHost, type Host } from "#db/hosts.server.ts";
import { type ConsentWalk, walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import type { EventResource } from "#google-sandbox/state.ts";
import type { World } from "./world.ts";

export const EVENT_TYPE = "30-minute-meeting";
export const ADA = "ada@example.com";
export const GRACE = "grace@example.com";
export const GUEST = "guest@example.org";

/** A host who has signed in and connected nothing. */
export async function aHost({ sandbox, context }: World, email = ADA): Promise<Host> {
  const account = sandbox.accounts().find((known) => known.email === email);
  if (!account) throw new Error(`nobody in the sandbox is ${email}`);
  const profile = { sub: account.sub, email, name: account.name, pictureUrl: null };
  return hostNow(context, await signInAs(context, profile, account.timeZone));
}

/** Signs in and expects it to work. @returns the host's id */
export async function signInAs(
  context: AppContext,
  profile: GoogleProfile,
  timeZone = "UTC",
): Promise<string> {
  const outcome = await signInHost(context, profile, timeZone);
  if (outcome.kind !== "signedIn") throw new Error(`signing in ended with ${outcome.kind}`);
  return outcome.hostId;
}

/** The same host as D1 knows them now. */
export async function hostNow({ db }: AppContext, hostId: string): Promise<Host> {
  const host = await findHost(db, hostId);
  if (!host) throw new Error("there is no such host");
  return host;
}

export async function aConnectedHost(world: World, email = ADA): Promise<Host> {
  const host = await aHost(world, email);
  const outcome = await connect(world, host);
  if (outcome.kind !== "connected") throw new Error(`connecting ended with ${outcome.kind}`);
  // Cron has been there: the calendar was compared for the first time, when there was nothing in it.
  await world.runCron();
  return hostNow(world.context, host.id);
}

/** Connects the account that was connected before, and no other. */
export async function reconnect(world: World, host: Host, walk: Partial<ConsentWalk> = {}) {
  const { google_sub: sub } = await connectionOf(host);
  return connect(world, host, walk, world.context, String(sub));
}

/** Goes to Google's consent page and comes back, as the settings page sends people there. */
export async function giveConsent(
  world: World,
  host: Host,
  walk: Partial<ConsentWalk> = {},
  context = world.context,
  accountSub: string | null = null,
): Promise<{ request: Request; callback: Callback }> {
  const request = await leaveForConsent(world, host, walk, context, accountSub);
  const callback = await readCallback(request, context, "connect_calendar", sessionOf(host));
  return { request, callback };
}

/** The request with which the browser comes back from Google. */
export async function leaveForConsent(
  world: World,
  host: Host,
  walk: Partial<ConsentWalk> = {},
  context = world.context,
  accountSub: string | null = null,
): Promise<Request> {
  const state = context.newSecret();
  const secrets = await newFlowSecrets(context);
  const { googleCalendarConnectionId: currentId } = await hostNow(context, host.id);
  const current = currentId ? await findConnection(context.db, host.id, currentId) : null;
  await rememberFlow(context, state, secrets, {
    purpose: "connect_calendar",
    boundToHash: sessionOf(host),
    accountSub,
    takesOver: accountSub === null || current === null || accountSub === current.googleSub,
  });
  const { nonce, codeChallenge } = secrets;
  const ask = { state, nonce, codeChallenge, loginHint: host.email };
  const url = context.google.oauth.calendarConsentUrl(ask);
  const { callback, response } = await walkThroughConsent(world.sandbox, url, {
    email: host.email,
    ...walk,
  });
  if (!callback) throw new Error(`Google kept the host: ${response.status}`);
  return new Request(callback);
}

export const sessionOf = (host: Host) => `session of ${host.id}`;

/** Connects the host's calendar, or what comes of trying. */
export async function connect(
  world: World,
  host: Host,
  walk: Partial<ConsentWalk> = {},
  context = world.context,
  accountSub: string | null = null,
): Promise<ConnectOutcome | Exclude<Callback, { kind: "code" }>> {
  const { callback } = await giveConsent(world, host, walk, context, accountSub);
  if (callback.kind !== "code") return callback;
  return connectCalendar(context, host, callback);
}

/** The slots of the host's page for the whole booking window. */
export async function freeSlots(context: AppContext, hostId: string): Promise<Interval[]> {
  const host = await hostNow(context, hostId);
  const eventType = await findActiveEventType(context.db, hostId, EVENT_TYPE);
  if (!eventType) throw new Error("the host has no event type");
  const range = { start: context.now(), end: context.now() + 61 * 86_400_000 };
  const page = { host, eventType, durationMinutes: eventType.durationMinutes, moving: null };
  return (await offerSlots(context, page, range)).slots;
}

let guests = 0;

/** A new form, filled in by a guest who has booked nothing yet: Monday 10:00 in Berlin, unless said otherwise. */
export function aForm(host: Host, changes: Partial<SlotRequest> = {}): SlotRequest {
  return {
    hostId: host.id,
    handle: host.handle,
    eventTypeSlug: EVENT_TYPE,
    startsAt: Date.parse("2026-11-02T09:00:00Z"),
    durationMinutes: null,
    filledIn: { phone: "", answers: {} },
    address: null,
    guest: {
      name: "Gustav Guest",
      email: `guest${++guests}@example.org`,
      notes: "",
      timeZone: "Europe/Berlin",
    },
    formKey: crypto.randomUUID(),
    ...changes,
  };
}

/** Books and expects it to work. */
export async function book(context: AppContext, form: SlotRequest): Promise<Booking> {
  return requireBooked(await bookSlot(context, form));
}

/** Books, and lets the calendar event be made. */
export async function bookAndSettle(
  world: World,
  host: Host,
  changes: Partial<SlotRequest> = {},
): Promise<Booking> {
  const booking = await book(world.context, aForm(host, changes));
  await world.settle();
  return booking;
}

export function requireBooked(outcome: BookSlotOutcome): Booking {
  if (outcome.kind !== "booked") throw new Error(`booking ended with ${outcome.kind}`);
  return outcome.booking;
}

export function cancel(context: AppContext, booking: Booking) {
  const { hostId, id, revision } = booking;
  const key = { hostId, id };
  return cancelBooking(context, { key, expectedRevision: revision, by: "guest", reason: "ill" });
}

/** The booking as D1 has it now. */
export async function bookingNow({ db }: AppContext, key: BookingKey): Promise<Booking> {
  const found = await findBooking(db, key);
  if (!found) throw new Error("there is no such booking");
  return found.booking;
}

/** Moves a booking as its guest, unless said otherwise. */
export function move(
  context: AppContext,
  { hostId, id, revision }: Booking,
  startsAt: number,
  by: "guest" | "host" = "guest",
) {
  const key = { hostId, id };
  return moveBooking(context, { key, expectedRevision: revision, by, startsAt });
}

export function edit(
  context: AppContext,
  { hostId, id, revision }: Booking,
  changes: Edit["changes"],
  by: "guest" | "host" = "guest",
) {
  const key = { hostId, id };
  return editBooking(context, { key, expectedRevision: revision, by, changes });
}

/** What a host asks for about a booking that they look at. */
export function asksFor({ hostId, id, revision }: Booking): RevisionRequest {
  return { key: { hostId, id }, expectedRevision: revision };
}

/** The events in a calendar that nobody has deleted. */
export function liveEvents(
  { sandbox }: World,
  email = ADA,
  calendarId = "primary",
): EventResource[] {
  return sandbox.events(email, calendarId).filter(({ status }) => status !== "cancelled");
}

/** The kinds of mail that a booking's guest has got, oldest first. */
export function mailsAbout({ sandbox }: World, booking: Booking): string[] {
  return sandbox
    .mails()
    .filter(({ eventId }) => eventId.startsWith(`b${booking.id}g`))
    .map(({ kind }) => kind);
}

/** The calls that change something in Google. */
export function googleWrites({ sandbox }: World): string[] {
  return sandbox
    .requests()
    .filter(({ endpoint }) => /^events\.(insert|patch|update|delete)$/.test(endpoint))
    .map(({ endpoint }) => endpoint);
}

/** One row of D1, to look at what no page shows. */
export async function row<T = Record<string, string | number | null>>(
  sql: string,
  ...values: unknown[]
): Promise<T> {
  const found = await env.DB.prepare(sql)
    .bind(...values)
    .first<T>();
  if (!found) throw new Error(`no row: ${sql}`);
  return found;
}

export const syncOf = (booking: Booking) =>
  row("SELECT * FROM booking_syncs WHERE booking_id = ?", booking.id);

export const connectionOf = (host: Host) =>
  row("SELECT * FROM calendar_connections WHERE host_id = ?", host.id);
