// What everybody in a simulated world has at hand.
import type { BookingKey } from "#app/domain/booking.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { EventResource } from "#google-sandbox/state.ts";
import type { Clock } from "./clock.ts";
import { bookingOfEvent, type Ledger, type Story } from "./ledger.ts";
import type { Machine } from "./machine.ts";
import type { Random } from "./random.ts";
import type { Tally } from "./tally.ts";
import type { Trace } from "./trace.ts";
import type { Kind, Resident } from "./world.ts";

export interface Town {
  clock: Clock;
  d1: D1Database;
  sandbox: GoogleSandbox;
  machine: Machine;
  ledger: Ledger;
  /** For what people do. */
  random: Random;
  tally: Tally;
  trace: Trace;
  residents: Resident[];
  /** Starts that a page offers when nothing is booked. */
  slotsOf: (resident: Resident, kind: Kind) => readonly number[];
  /** What people do next about a booking for which they have just been told that all is well. */
  afterwards: (story: Story) => Promise<void>;
}

/** A booking and its sync as they stand in D1 now. */
export interface Row {
  host_id: string;
  id: string;
  revision: number;
  status: "confirmed" | "cancelled";
  in_calendar: number;
  title: string;
  guest_name: string;
  guest_email: string;
  guest_notes: string;
  location_kind: string;
  location_detail: string;
  starts_at: number;
  ends_at: number;
  block_starts_at: number;
  block_ends_at: number;
  inviter: "google" | "own";
  google_event_id: string | null;
  desired_revision: number;
  synced_revision: number;
  state: string;
  due_at: number | null;
  lease_until: number | null;
  lease_token: string | null;
  last_outcome: string | null;
}

const ROWS = `SELECT b.host_id, b.id, b.revision, b.status, b.in_calendar, b.title, b.guest_name, b.guest_email,
  b.guest_notes, b.location_kind, b.location_detail, b.starts_at, b.ends_at, b.block_starts_at, b.block_ends_at,
  b.inviter, b.google_event_id, s.desired_revision, s.synced_revision, s.state, s.due_at, s.lease_until, s.lease_token,
  s.last_outcome FROM bookings b JOIN booking_syncs s ON s.host_id = b.host_id AND s.booking_id = b.id`;

export async function allRows(d1: D1Database): Promise<Row[]> {
  return (await d1.prepare(`${ROWS} ORDER BY b.host_id, b.starts_at, b.id`).all<Row>()).results;
}

export function rowOf(d1: D1Database, { hostId, id }: BookingKey): Promise<Row | null> {
  return d1.prepare(`${ROWS} WHERE b.host_id = ? AND b.id = ?`).bind(hostId, id).first<Row>();
}

/** An event of ours that stands in some calendar. */
export interface LiveEvent {
  calendarId: string;
  event: EventResource;
}

/** By booking. */
export function liveEventsOf({
  events,
}: ReturnType<GoogleSandbox["state"]>): Map<string, LiveEvent[]> {
  const found = new Map<string, LiveEvent[]>();
  for (const [calendarId, stored] of Object.entries(events)) {
    for (const { resource } of Object.values(stored)) {
      if (resource.status === "cancelled") continue;
      const booking = ownerOf(resource);
      if (booking === null) continue;
      const known = found.get(booking);
      if (known) known.push({ calendarId, event: resource });
      else found.set(booking, [{ calendarId, event: resource }]);
    }
  }
  return found;
}

/** The booking that an event was made for, by its id or by its marker: with a safeguard off it may lack either. */
function ownerOf({ id, extendedProperties }: EventResource): string | null {
  return bookingOfEvent(id) ?? extendedProperties?.private?.slotkeeperBooking ?? null;
}

/**
 * Somebody's booking, among those that are known to have been accepted and pass. Often one to which something has just
 * happened: people come back at once, and it is then that things get in each other's way.
 */
export function pickStory(
  { random, ledger }: Town,
  isMeant: (story: Story) => boolean = () => true,
): Story | null {
  const known = [...ledger.stories.values()].filter(
    (story) => story.attempts[0]?.verdict === "accepted" && isMeant(story),
  );
  if (known.length === 0) return null;
  const recent = known.filter(({ key }) => ledger.recent().includes(key.id));
  return random.pick(recent.length > 0 && random.chance(0.5) ? recent : known);
}

export function residentOf({ residents }: Town, { key }: Story): Resident {
  const resident = residents.find(({ hostId }) => hostId === key.hostId);
  if (!resident) throw new Error("a booking of nobody's");
  return resident;
}
