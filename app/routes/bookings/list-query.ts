// What the address of the list of bookings asks for.
import {
  BOOKING_LISTS,
  type BookingListKind,
  type ListPlace,
  type ListSide,
  LONGEST_SEARCH,
  placeText,
  readPlace,
  SYNC_FILTERS,
  type SyncFilter,
} from "../../domain/booking-list.ts";
import { cleanLine } from "../../domain/guest-text.ts";
import { isId } from "../../domain/ids.ts";

/** As typed and chosen; empty: all. */
export interface ListQuery {
  list: BookingListKind;
  search: string;
  eventTypeId: string;
  sync: SyncFilter | "";
}

/** What can't be read asks for nothing: the address may be old, or written by hand. */
export function readListQuery(params: URLSearchParams): ListQuery {
  const eventTypeId = params.get("type") ?? "";
  return {
    list: oneOf(BOOKING_LISTS, params.get("list")) ?? "upcoming",
    search: cleanLine((params.get("q") ?? "").slice(0, LONGEST_SEARCH)),
    eventTypeId: isId(eventTypeId) ? eventTypeId : "",
    sync: oneOf(SYNC_FILTERS, params.get("sync")) ?? "",
  };
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | undefined {
  return known.find((name) => name === text);
}

/** Which page an address asks for. */
export function readSide(params: URLSearchParams): ListSide {
  for (const side of ["after", "before"] as const) {
    const place = readPlace(params.get(side) ?? "");
    if (place) return { side, place };
  }
  return null;
}

/** Whether it asks for some of the list alone. */
export function isFiltered({ search, eventTypeId, sync }: ListQuery): boolean {
  return search !== "" || eventTypeId !== "" || sync !== "";
}

/** The address of the list, and of the page behind or before a place in it. */
export function listHref(
  { list, search, eventTypeId, sync }: ListQuery,
  side?: "after" | "before",
  place?: ListPlace | null,
): string {
  const params = new URLSearchParams();
  if (list !== "upcoming") params.set("list", list);
  if (search) params.set("q", search);
  if (eventTypeId) params.set("type", eventTypeId);
  if (sync) params.set("sync", sync);
  if (side && place) params.set(side, placeText(place));
  const query = params.toString();
  return query ? `/bookings?${query}` : "/bookings";
}
