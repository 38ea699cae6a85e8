// What a host takes along of their bookings.
import type { Booking } from "./booking.ts";

export interface ExportedBooking {
  booking: Booking;
  /** Its calendar event, as last seen; null when there never was one. */
  event: { id: string; link: string | null } | null;
  meetLink: string | null;
  /** Epoch ms, like all instants. */
  createdAt: number;
  updatedAt: number;
}

export interface ExportedHost {
  name: string;
  email: string;
  /** The full address of their page. */
  page: string;
}

/** A file that is written booking by booking. */
export interface BookingsFile {
  head: string;
  entry: (exported: ExportedBooking) => string;
  /** Between two entries. */
  separator: string;
  tail: string;
}
