// Where one meets, as a guest reads it.
import type { Booking } from "../domain/booking.ts";

type Location = Booking["location"];

export interface PlaceText {
  kind: Location["kind"];
  text: string;
  /** What follows the text: a number, an address, a link; null where there is nothing to add. */
  detail: string | null;
  /** Where the detail leads, when it is a web address. */
  href: string | null;
}

const texts: Record<Location["kind"], (hostName: string) => string> = {
  google_meet: () => "By Google Meet",
  phone: (hostName) => `By phone, you call ${hostName}`,
  guest_phone: (hostName) => `By phone, ${hostName} calls you`,
  in_person: () => "In person",
  link: () => "Online",
};

/** How the guest reaches the host, or is reached. */
export function placeForGuest({ kind, detail }: Location, hostName: string): PlaceText {
  return {
    kind,
    text: texts[kind](hostName),
    detail: detail || null,
    href: kind === "link" && isWebAddress(detail) ? detail : null,
  };
}

/** What a private place is called to whoever has not booked: anybody may open the page. */
const afterBooking: Partial<Record<Location["kind"], string>> = {
  phone: "You get the number after booking.",
  link: "You get the link after booking.",
};

/** The same before there is a booking: the host's own number or link is for guests alone, an address helps to choose. */
export function placeBeforeBooking(place: Location, hostName: string): PlaceText {
  const told = placeForGuest(place, hostName);
  const later = afterBooking[place.kind];
  return later
    ? { kind: place.kind, text: `${told.text}. ${later}`, detail: null, href: null }
    : told;
}

/** Anything else, such as `javascript:`, must not become a link. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
