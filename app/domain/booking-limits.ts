// How much may be booked with one host within an hour. The trigger `booking_requests_are_bounded` counts exactly and
// refuses; a test compares its numbers with these.

export const BOOKING_LIMITS = {
  /** Sliding, up to the moment of booking. */
  withinMs: 3_600_000,
  byGuest: 10,
  fromAddress: 30,
  forHost: 300,
} as const;

/** How often a guest may move or edit one booking: each may send a mail. The trigger `booking_history_bounds_guests` counts. */
export const GUEST_CHANGE_LIMITS = { withinHour: 6, withinDay: 20 } as const;

/** What is counted is of no use after an hour; a day leaves time to look. */
export const KEEP_REQUESTS_MS = 86_400_000;
