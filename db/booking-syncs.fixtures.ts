import type { BookingKey } from "#app/domain/booking.ts";
import type { SyncOutcome } from "#app/domain/sync-state.ts";
import type { Lease, SyncClosing } from "./booking-syncs.server.ts";
import {
  aHost,
  bookingId,
  d1,
  eventRecord,
  MINUTE_MS,
  NOW,
  rowsOf,
  storeBooking,
} from "./tables.fixtures.ts";

export interface SyncRow {
  host_id: string;
  booking_id: string;
  desired_revision: number;
  synced_revision: number;
  state: string;
  due_at: number | null;
  not_before_at: number;
  lease_until: number | null;
  lease_token: string | null;
  attempts: number;
  last_attempted_at: number | null;
  last_outcome: string | null;
  synced_at: number | null;
  behind_since_at: number | null;
  turn_at: number | null;
}

/** A confirmed booking of a host of its own: revision 1, its sync due now. */
export async function aBookingToSync(changes: Partial<SyncRow> = {}): Promise<BookingKey> {
  const key = { hostId: await aHost(), id: bookingId(1) };
  await storeBooking(key.hostId);
  if (Object.keys(changes).length > 0) await setSync(key, changes);
  return key;
}

export async function setSync(key: BookingKey, changes: Partial<SyncRow>): Promise<void> {
  const names = Object.keys(changes);
  const set = names.map((name) => `${name} = ?`).join(", ");
  await d1
    .prepare(`UPDATE booking_syncs SET ${set} WHERE host_id = ? AND booking_id = ?`)
    .bind(...Object.values(changes), key.hostId, key.id)
    .run();
}

export async function syncRow({ hostId, id }: BookingKey): Promise<SyncRow | undefined> {
  const sql = "SELECT * FROM booking_syncs WHERE host_id = ? AND booking_id = ?";
  return (await rowsOf<SyncRow>(sql, hostId, id))[0];
}

export const eventRows = ({ hostId }: BookingKey) =>
  rowsOf("SELECT * FROM calendar_events WHERE host_id = ? ORDER BY generation", hostId);

export function aLease(token: string, now = NOW): Lease {
  return { token, until: now + MINUTE_MS, now };
}

export const synced: SyncOutcome = {
  state: "synced",
  nextTryAt: null,
  reason: null,
  attempted: true,
  failedTokenVersion: null,
};

/** The end of a run that found all well, unless told otherwise. */
export function aClosing(token: string, changes: Partial<SyncClosing> = {}): SyncClosing {
  return {
    lease: { token },
    syncedRevision: 1,
    revision: 1,
    outcome: synced,
    records: [eventRecord({ etag: '"1"', confirmedAt: NOW })],
    seen: {
      eventId: eventRecord().eventId,
      facts: {
        etag: '"1"',
        cancelled: false,
        marker: null,
        title: null,
        place: null,
        startsAt: null,
        endsAt: null,
        link: "https://calendar.example/1",
        meetLink: "https://meet.example/1",
        meet: "ready",
      },
    },
    connectionId: "connection",
    turnAt: null,
    goneEventId: null,
    isUnseen: false,
    now: NOW,
    ...changes,
  };
}
