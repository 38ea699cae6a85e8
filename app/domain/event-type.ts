// What a host decides about an event type, and the bounds that each decision keeps.
import type { LocationKind } from "./booking.ts";
import type { EventTypeColor } from "./event-type-color.ts";
import { handleWithSuffix, slugOf } from "./handle.ts";
import type { Question } from "./question.ts";
import { type BookingLimits, type BookingWindow, LONGEST_BLOCK_MS } from "./slots.ts";

/** Everything but its address. */
export interface EventTypeSettings {
  title: string;
  description: string;
  durationMinutes: number;
  /** What a guest can choose instead; ascending, without `durationMinutes`. */
  otherDurations: number[];
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  minimumNoticeMinutes: number;
  bookingWindow: BookingWindow;
  slotStepMinutes: number;
  limits: BookingLimits;
  location: { kind: LocationKind; detail: string };
  scheduleId: string;
  color: EventTypeColor;
  isActive: boolean;
  questions: Question[];
}

/** So many characters a title has at most. */
export const LONGEST_TITLE = 100;
/** More than a host shows on a page, and few enough to be listed whole. */
export const MOST_EVENT_TYPES = 100;
export const MOST_OTHER_DURATIONS = 6;
export const MOST_QUESTIONS = 10;
export const MOST_CHOICES = 20;
/** Of a meeting with its buffers. */
export const LONGEST_BLOCK_MINUTES = LONGEST_BLOCK_MS / 60_000;
export const LONGEST_NOTICE_MINUTES = 365 * 1440;
export const HIGHEST_LIMIT = 1000;

// ---------------------------------------------------------------- times

/** Durations as people list them, "15, 30 60": ascending, each once; none for an empty text, null when one is no number. */
export function readDurations(text: string): number[] | null {
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== "");
  if (!entries.every((entry) => /^\d{1,4}$/.test(entry))) return null;
  return [...new Set(entries.map(Number))].sort((a, b) => a - b);
}

/** Whether the longest of the durations, with both buffers, is a block that can be stored. */
export function fitsABlock(
  durations: readonly number[],
  bufferBeforeMinutes: number,
  bufferAfterMinutes: number,
): boolean {
  return Math.max(...durations) + bufferBeforeMinutes + bufferAfterMinutes <= LONGEST_BLOCK_MINUTES;
}

/** In minutes. */
export const NOTICE_UNITS = { minutes: 1, hours: 60, days: 1440 };
export type NoticeUnit = keyof typeof NOTICE_UNITS;

/** A notice in the largest unit that it is a whole number of: 90 minutes, 2 hours, 3 days. */
export function noticeInUnits(minutes: number): { count: number; unit: NoticeUnit } {
  if (minutes > 0 && minutes % NOTICE_UNITS.days === 0) {
    return { count: minutes / NOTICE_UNITS.days, unit: "days" };
  }
  if (minutes % NOTICE_UNITS.hours === 0) {
    return { count: minutes / NOTICE_UNITS.hours, unit: "hours" };
  }
  return { count: minutes, unit: "minutes" };
}

// ---------------------------------------------------------------- address

const LONGEST_SLUG = 40;

export type SlugCheck =
  | { ok: true; slug: string }
  | { ok: false; problem: "missing" | "too_long" | "malformed" };

/** Whether `text` may be an address on the host's page: a-z, 0-9 and single hyphens between them; capitals become small. */
export function checkSlug(text: string): SlugCheck {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problem: "missing" };
  if (trimmed.length > LONGEST_SLUG) return { ok: false, problem: "too_long" };
  // Before changing the case: the Kelvin sign, for one, has an ASCII small letter.
  if (!/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(trimmed)) return { ok: false, problem: "malformed" };
  return { ok: true, slug: trimmed.toLowerCase() };
}

/** A slug that says what the title says; always one that `checkSlug` accepts. */
export function proposeSlug(title: string): string {
  return slugOf(title) || "meeting";
}

/** A slug that says what the title says, and that is not taken. */
export function slugFromTitle(title: string, taken: ReadonlySet<string>): string {
  const base = proposeSlug(title);
  return taken.has(base) ? freeSlug(base, taken) : base;
}

/**
 * A slug that nobody can guess.
 * @param secret 256 random bits in base64url, of which letters of either case are made one: 5 bits of each character but
 * the last stay, 129 in all
 */
export function privateSlug(secret: string): string {
  return secret.slice(-26).toLowerCase().replaceAll("_", "0").replaceAll("-", "1");
}

// ---------------------------------------------------------------- copies and order

const COPY = " (copy)";

/** The title of a copy; a long one is cut, between characters as people see them, to leave room for what tells it apart. */
export function copyTitle(title: string): string {
  if (title.length + COPY.length <= LONGEST_TITLE) return title + COPY;
  let cut = "";
  for (const { segment } of new Intl.Segmenter("en").segment(title)) {
    if (cut.length + segment.length + COPY.length + 1 > LONGEST_TITLE) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…${COPY}`;
}

/** The first of "intro-2", "intro-3" … that is not taken. */
export function freeSlug(base: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) {
    const slug = handleWithSuffix(base, n);
    if (!taken.has(slug)) return slug;
  }
}

/**
 * The ids in their order, with one put right before another: asked for twice, it is the same as once.
 * @returns null when one of the two is not there
 */
export function placedBefore(
  ids: readonly string[],
  id: string,
  beforeId: string,
): string[] | null {
  if (id === beforeId || !ids.includes(id) || !ids.includes(beforeId)) return null;
  const others = ids.filter((other) => other !== id);
  return others.toSpliced(others.indexOf(beforeId), 0, id);
}

// ---------------------------------------------------------------- places

/** Whether people could dial it: digits, what is written between them, and an extension. */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return digits >= 3 && /^\+?[\d\s()./-]{3,30}(?:\s?(?:ext\.?|x|#)\s?\d{1,8})?$/i.test(text);
}

/** The web address of a meeting as it is passed on; null for all but https, and for one that holds a password. */
export function readMeetingLink(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, hostname, href } = new URL(text);
  if (protocol !== "https:" || username || password || !hostname.includes(".")) return null;
  return href;
}
