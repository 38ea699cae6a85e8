// What the page answers to whoever had the list of calendars loaded again.
import type { Listing } from "./settings-state.ts";

interface Listed {
  calendarId: string;
  name: string;
}

interface Asked {
  listing: Listing;
  before: Listed[];
  after: Listed[];
  /** When, with the zone. */
  asOf: string;
}

export interface ListAnswer {
  tone: "good" | "warn";
  text: string;
}

/** Null where the page's state tells why there is no list. */
export function listAnswer({ listing, before, after, asOf }: Asked): ListAnswer | null {
  if (listing === "unavailable") {
    const text = `Google did not answer, as of ${asOf}. What you see is the list that it gave before.`;
    return { tone: "warn", text };
  }
  if (listing !== "listed") return null;
  const count = after.length === 1 ? "1 calendar" : `${after.length} calendars`;
  const said = [
    `The list is up to date: ${count}, as of ${asOf}.`,
    named("New", missingIn(before, after)),
    named("No longer there", missingIn(after, before)),
  ];
  return { tone: "good", text: said.filter(Boolean).join(" ") };
}

/** Those of `list` that `other` has not. */
function missingIn(other: Listed[], list: Listed[]): Listed[] {
  const ids = new Set(other.map(({ calendarId }) => calendarId));
  return list.filter(({ calendarId }) => !ids.has(calendarId));
}

const MOST_NAMES = 3;

function named(what: string, calendars: Listed[]): string {
  if (calendars.length === 0) return "";
  const names = calendars.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = calendars.length - names.length;
  return `${what}: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
