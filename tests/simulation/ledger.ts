// What people were told and what they did: by this the oracle judges, never by what the app thinks.
import type { BookingKey } from "#app/domain/booking.ts";
import type { Asked } from "./google-call.ts";
import type { Invocation } from "./invocation.ts";

/** What a booking says; what matters to people. */
export interface Said {
  startsAt: number;
  status: "confirmed" | "cancelled";
  title: string;
  guestName: string;
  notes: string;
  place: string;
  inCalendar: boolean;
}

/** Somebody tried to change a booking. */
export interface Attempt {
  at: number;
  what: string;
  /** The revision that it makes, if it is accepted; 1 books it. */
  revision: number;
  /** What it makes of the booking. `null`: whatever Google shows then. */
  changes: { [Field in keyof Said]?: Said[Field] | null };
  /** `unknown`: whoever tried was never told. */
  verdict: "accepted" | "refused" | "unknown";
}

/** Something that a person did in Google itself. */
export interface Deed {
  at: number;
  what: "deleted" | "moved";
  eventId: string;
  /** The booking's revision that the event showed then. */
  revision: number;
  /** Where it was moved to. */
  startsAt: number | null;
}

export interface Story {
  key: BookingKey;
  /** Of the guest. */
  email: string;
  minutes: number;
  location: "google_meet" | "in_person";
  /** Everything that somebody tried to make of it, booking it first. */
  attempts: Attempt[];
  deeds: Deed[];
  /** Google has said of one of its events that it was deleted, whether it was or not. */
  wasLiedAbout: boolean;
}

/** A call that changes an event of ours in Google. */
export interface Write {
  at: number;
  /** When whoever asked was answered, or gave up; infinite until then. */
  endedAt: number;
  eventId: string;
  act: "insert" | "patch" | "delete";
  /** Whether the app got an answer that tells what has become of it. */
  isKnown: boolean;
  invocation: Invocation;
}

export interface Ledger {
  stories: Map<string, Story>;
  writes: Write[];
  noteWrite: (invocation: Invocation, asked: Asked) => Write | null;
  endWrite: (write: Write) => void;
  storyOfEvent: (eventId: string) => Story | null;
  /** Something happens to this booking. */
  touch: (bookingId: string) => void;
  /** The bookings to which something happened last. */
  recent: () => readonly string[];
  /** Google has reason to refuse what this account has granted so far, or says so. */
  doubtGrantOf: (email: string) => void;
  /** When that was so the last time; epoch ms. */
  grantInDoubtAt: (email: string) => number;
}

const MOST_RECENT = 4;

export function createLedger(now: () => number): Ledger {
  const stories = new Map<string, Story>();
  const writes: Write[] = [];
  const doubts = new Map<string, number>();
  let recent: string[] = [];
  const touch = (bookingId: string) => {
    recent = [bookingId, ...recent.filter((id) => id !== bookingId)].slice(0, MOST_RECENT);
  };
  return {
    touch,
    recent: () => recent,
    doubtGrantOf: (email) => {
      doubts.set(email, now());
    },
    grantInDoubtAt: (email) => doubts.get(email) ?? 0,
    stories,
    writes,
    noteWrite: (invocation, { endpoint, eventId }) => {
      if (endpoint !== "insert" && endpoint !== "patch" && endpoint !== "delete") return null;
      if (eventId === null) return null;
      const write = {
        at: now(),
        endedAt: Number.POSITIVE_INFINITY,
        eventId,
        act: endpoint,
        isKnown: false,
        invocation,
      };
      writes.push(write);
      touch(bookingOfEvent(eventId) ?? "");
      return write;
    },
    endWrite: (write) => {
      write.endedAt = now();
    },
    storyOfEvent: (eventId) => stories.get(bookingOfEvent(eventId) ?? "") ?? null,
  };
}

/** The booking whose event this is by its id; null when it is none of ours. */
export function bookingOfEvent(eventId: string): string | null {
  return /^b([0-9a-f]{32})g\d+$/.exec(eventId)?.[1] ?? null;
}

/** Writes of whose outcome the app may have learned nothing. */
export function isAmbiguous({ isKnown, invocation }: Write): boolean {
  return !isKnown || invocation.isTroubled;
}
