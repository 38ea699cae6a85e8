import { type EventType, findEventType } from "#db/booking-pages.server.ts";
import { namesNoRow, notUnique } from "#db/database.server.ts";
import {
  countEventTypes,
  type EventTypeValues,
  insertEventType,
  listEventTypes,
  updateEventType,
} from "#db/event-types.server.ts";
import {
  type EventTypeSettings,
  freeSlug,
  MOST_EVENT_TYPES,
  privateSlug,
  slugFromTitle,
} from "../domain/event-type.ts";
import type { AppContext } from "../load-context.server.ts";

/** Where guests find it: listed under an address that the host chose, or under one that nobody can guess. */
export type Visibility = { kind: "listed"; slug: string } | { kind: "private" };

export interface EventTypeRequest {
  settings: EventTypeSettings;
  visibility: Visibility;
}

export interface NewEventTypeRequest {
  settings: EventTypeSettings;
  /** A new one may be listed under an address that is made of its title. */
  visibility: Visibility | { kind: "listedByTitle" };
}

export type SaveEventTypeOutcome =
  | { kind: "saved" }
  /** The host has no event type of this id. */
  | { kind: "unknownEventType" }
  | { kind: "unknownSchedule" }
  | { kind: "slugTaken"; suggestion: string }
  | { kind: "tooMany" }
  /** The form has made another one before, which stands as it is. */
  | { kind: "formReused" };

type Context = Pick<AppContext, "db" | "newSecret">;
type Key = Pick<EventType, "hostId" | "id">;

/** So long is the window of one that is offered from date to date, should it be changed to count days. */
const USUAL_WINDOW_DAYS = 60;
/** So often an address that was free is taken before it is stored, at most. */
const MOST_TRIES = 3;

/** Makes an event type. With an id that the host has already and the same content, it was made by the same form, sent twice. */
export async function createEventType(
  context: Context,
  key: Key,
  request: NewEventTypeRequest,
): Promise<SaveEventTypeOutcome> {
  const { db } = context;
  const { settings, visibility } = request;
  const asked = { ...toValues(settings), isListed: visibility.kind !== "private" };
  const earlier = await findEarlier(db, key, asked, visibility);
  if (earlier) return earlier;
  if ((await countEventTypes(db, key.hostId)) >= MOST_EVENT_TYPES) return { kind: "tooMany" };
  for (let tries = 1; ; tries++) {
    const slug = await newSlug(context, key.hostId, request);
    try {
      await insertEventType(db, key, { ...asked, slug });
      return { kind: "saved" };
    } catch (error) {
      // The same form, sent twice at once: the other has made it.
      const other = notUnique(error) && (await findEarlier(db, key, asked, visibility));
      if (other) return other;
      // Another form was faster, with the same title: nobody has chosen this address.
      const isNext = visibility.kind === "listedByTitle" && tries < MOST_TRIES;
      if (!notUnique(error) || !isNext) return whyRefused(db, key.hostId, slug, error);
    }
  }
}

async function newSlug(
  { db, newSecret }: Context,
  hostId: string,
  { settings, visibility }: NewEventTypeRequest,
): Promise<string> {
  if (visibility.kind === "listed") return visibility.slug;
  if (visibility.kind === "private") return privateSlug(newSecret());
  return slugFromTitle(settings.title, await slugsOf(db, hostId));
}

async function slugsOf(db: AppContext["db"], hostId: string): Promise<Set<string>> {
  return new Set((await listEventTypes(db, hostId)).map(({ slug }) => slug));
}

/** What a form of this id has made before; null when nothing. */
async function findEarlier(
  db: AppContext["db"],
  key: Key,
  asked: Omit<EventTypeValues, "slug">,
  visibility: NewEventTypeRequest["visibility"],
): Promise<SaveEventTypeOutcome | null> {
  const made = await findEventType(db, key.hostId, key.id);
  if (!made) return null;
  const slug = visibility.kind === "listed" ? visibility.slug : made.slug;
  const isSame = Object.entries({ ...asked, slug }).every(
    ([name, value]) => JSON.stringify(made[name as keyof EventType]) === JSON.stringify(value),
  );
  return { kind: isSame ? "saved" : "formReused" };
}

/** Changes an event type, for all who come from now on. What was booked stays as it is. */
export async function changeEventType(
  context: Context,
  known: EventType,
  { settings, visibility }: EventTypeRequest,
): Promise<SaveEventTypeOutcome> {
  const { db } = context;
  const isListed = visibility.kind === "listed";
  const slug = isListed ? visibility.slug : keptOrNewSlug(context, known);
  try {
    const isKnown = await updateEventType(db, known, { ...toValues(settings), isListed, slug });
    return { kind: isKnown ? "saved" : "unknownEventType" };
  } catch (error) {
    return whyRefused(db, known.hostId, slug, error);
  }
}

/** An address that was public once is no secret; one that was private stays, for those who have it. */
function keptOrNewSlug({ newSecret }: Context, { isListed, slug }: EventType): string {
  return isListed ? privateSlug(newSecret()) : slug;
}

/** What the database refused. Throws what is no matter of the host's. */
async function whyRefused(
  db: AppContext["db"],
  hostId: string,
  slug: string,
  error: unknown,
): Promise<SaveEventTypeOutcome> {
  if (namesNoRow(error)) return { kind: "unknownSchedule" };
  if (notUnique(error) !== "event_types.host_id") throw error;
  return { kind: "slugTaken", suggestion: freeSlug(slug, await slugsOf(db, hostId)) };
}

function toValues(settings: EventTypeSettings): Omit<EventTypeValues, "slug" | "isListed"> {
  const { bookingWindow, limits, location, ...same } = settings;
  const isRolling = bookingWindow.kind === "rolling";
  return {
    ...same,
    bookingWindowDays: isRolling ? bookingWindow.days : USUAL_WINDOW_DAYS,
    windowFirstDay: isRolling ? null : bookingWindow.firstDay,
    windowLastDay: isRolling ? null : bookingWindow.lastDay,
    dayLimit: limits.perDay,
    weekLimit: limits.perWeek,
    locationKind: location.kind,
    locationDetail: location.detail,
  };
}
