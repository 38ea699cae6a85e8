// How much may be booked with one host within an hour. The trigger `booking_requests_are_bounded` counts exactly and
// refuses; a test compares its numbers with these.

export const BOOKING_LIMITS = {
  /** Sliding, up to the moment of booking. */
  withinMs: 3_600_000,
  byGuest: 10,
  fromAddress: 30,
  forHost: 300,
} as const;

/** What is counted is of no use after an hour; a day leaves time to look. */
export const KEEP_REQUESTS_MS = 86_400_000;
