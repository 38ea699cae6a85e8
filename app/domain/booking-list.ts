// What a host can ask their list of bookings for.

/** Upcoming: not over yet; past: over; neither holds what was cancelled, which has a list of its own. */
export const BOOKING_LISTS = ["upcoming", "past", "cancelled"] as const;
export type BookingListKind = (typeof BOOKING_LISTS)[number];

/**
 * How a booking stands with the calendar: `attention`: it goes on only once its host does something; `underway`: it is
 * on its way by itself; `agreed`: the calendar shows it as it should; `noCalendar`: there is none to show it.
 */
export const SYNC_FILTERS = ["attention", "underway", "agreed", "noCalendar"] as const;
export type SyncFilter = (typeof SYNC_FILTERS)[number];

export interface BookingFilters {
  list: BookingListKind;
  /** Words that name, e-mail address or title hold, each in one of its spellings: see `searchWords`. */
  words: string[][];
  eventTypeId: string | null;
  sync: SyncFilter | null;
}

/** A booking's place in a list by start. */
export interface ListPlace {
  /** Epoch ms. */
  startsAt: number;
  id: string;
}

/** The bookings behind or before a place of the list; null for its beginning. */
export type ListSide = { side: "after" | "before"; place: ListPlace } | null;

const MOST_WORDS = 5;
export const LONGEST_SEARCH = 100;

/**
 * The words of a search, each in the spellings that count as the same: SQLite makes capitals small in ASCII alone, so
 * "É" and "é" are looked for both. Spellings hold no ASCII capitals.
 */
export function searchWords(text: string): string[][] {
  const words = text.slice(0, LONGEST_SEARCH).normalize("NFC").split(/\s+/).filter(Boolean);
  return words.slice(0, MOST_WORDS).map((word) => {
    const small = word.toLowerCase();
    const capitalised = small.replace(/^./u, (letter) => letter.toUpperCase());
    return [...new Set([small, capitalised, word.toUpperCase(), word].map(asciiSmall))];
  });
}

function asciiSmall(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A place as an address carries it. */
export function placeText({ startsAt, id }: ListPlace): string {
  return `${startsAt}.${id}`;
}

/** The place that a text of `placeText` names; null for anything else. */
export function readPlace(text: string): ListPlace | null {
  const [, startsAt, id] = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(text) ?? [];
  return startsAt && id ? { startsAt: Number(startsAt), id } : null;
}
