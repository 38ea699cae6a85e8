// Between an event as we mean it and Google's Event resource.
// https://developers.google.com/workspace/calendar/api/v3/reference/events
import { z } from "zod";
import type { EventFacts } from "#app/domain/calendar-answer.ts";
import type { EventContent } from "#app/domain/calendar-event.ts";
import type { EventParts } from "#app/domain/sync-step.ts";

const When = z.object({ dateTime: z.string().optional(), date: z.string().optional() }).optional();

export const EventShape = z.object({
  id: z.string(),
  etag: z.string().optional(),
  status: z.string().optional(),
  transparency: z.string().optional(),
  summary: z.string().optional(),
  location: z.string().optional(),
  htmlLink: z.string().optional(),
  hangoutLink: z.string().optional(),
  start: When,
  end: When,
  attendees: z
    .array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() }))
    .optional(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
  conferenceData: z
    .object({
      createRequest: z
        .object({ status: z.object({ statusCode: z.string().optional() }).optional() })
        .optional(),
      entryPoints: z
        .array(z.object({ entryPointType: z.string().optional(), uri: z.string().optional() }))
        .optional(),
    })
    .optional(),
});

export type GoogleEvent = z.infer<typeof EventShape>;

/** `items` is there even when the list is empty: without it nothing is said about what is not listed. */
export const FoundEventsShape = z.object({
  items: z.array(EventShape),
  accessRole: z.string().optional(),
  nextPageToken: z.string().optional(),
});

/** With these roles no event's details are shown, so that none of ours could be found. */
export const seesEvents = (accessRole: string | undefined) =>
  accessRole !== "none" && accessRole !== "freeBusyReader";

/** Keys of the marker in `extendedProperties.private`. */
const MARKER = {
  /** On every event of ours, to list them by: Google finds by whole pairs of key and value only. */
  ours: "slotkeeper",
  booking: "slotkeeperBooking",
  revision: "rev",
  generation: "gen",
} as const;

export const bookingMarkerQuery = (bookingId: string) => `${MARKER.booking}=${bookingId}`;
export const OUR_MARKER_QUERY = `${MARKER.ours}=1`;

/** The body of an insert. */
export function toGoogleEvent(content: EventContent, eventId: string): Record<string, unknown> {
  return {
    id: eventId,
    summary: content.title,
    description: escapeMarkup(content.description),
    ...(content.place ? { location: content.place } : {}),
    start: toGoogleTime(content.time.start, content.timeZone),
    end: toGoogleTime(content.time.end, content.timeZone),
    guestsCanModify: false,
    ...(content.invite
      ? { attendees: [{ email: content.invite.email, displayName: content.invite.name }] }
      : {}),
    ...(content.withMeet ? { conferenceData: meetRequest(eventId) } : {}),
    extendedProperties: { private: toMarker(content) },
  };
}

/** Uses up an id without inviting anyone or taking up time. */
export function toBareEvent(content: EventContent, eventId: string): Record<string, unknown> {
  return {
    id: eventId,
    summary: "Cancelled booking",
    start: toGoogleTime(content.time.start, content.timeZone),
    end: toGoogleTime(content.time.end, content.timeZone),
    transparency: "transparent",
    extendedProperties: { private: toMarker(content) },
  };
}

/**
 * The body of a patch, with the marker in any case. Never `attendees`: a patch replaces arrays, so everyone left out would
 * be uninvited. An event that somebody made a whole day's in Google has a `date`, which only null takes away.
 */
export function toPatch(content: EventContent, parts: EventParts): Record<string, unknown> {
  const at = (instant: number) => ({ ...toGoogleTime(instant, content.timeZone), date: null });
  return {
    ...(parts.time ? { start: at(content.time.start), end: at(content.time.end) } : {}),
    ...(parts.title ? { summary: content.title } : {}),
    ...(parts.place ? { location: content.place } : {}),
    ...(parts.description ? { description: escapeMarkup(content.description) } : {}),
    extendedProperties: { private: toMarker(content) },
  };
}

export function toFacts(event: GoogleEvent): EventFacts {
  return {
    etag: event.etag ?? null,
    cancelled: event.status === "cancelled",
    marker: readMarker(event),
    title: event.summary ?? null,
    place: event.location ?? null,
    startsAt: readTime(event.start),
    endsAt: readTime(event.end),
    link: event.htmlLink ?? null,
    meetLink: meetLinkOf(event),
    meet: meetStateOf(event),
  };
}

function toMarker({ marker }: EventContent): Record<string, string> {
  return {
    [MARKER.ours]: "1",
    [MARKER.booking]: marker.bookingId,
    [MARKER.revision]: String(marker.revision),
    [MARKER.generation]: String(marker.generation),
  };
}

function readMarker(event: GoogleEvent): EventFacts["marker"] {
  const marker = event.extendedProperties?.private;
  const bookingId = marker?.[MARKER.booking];
  if (!marker || !bookingId) return null;
  return {
    bookingId,
    revision: readCount(marker[MARKER.revision]),
    generation: readCount(marker[MARKER.generation]),
  };
}

/** A revision or generation; 0, which neither ever is, for anything that somebody else may have written there. */
function readCount(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** `requestId` is the same for every try at this event: Google ignores a repeated one, so a retry makes no second room. */
function meetRequest(eventId: string) {
  return {
    createRequest: {
      requestId: `${eventId}m1`,
      conferenceSolutionKey: { type: "hangoutsMeet" },
    },
  };
}

function meetLinkOf(event: GoogleEvent): string | null {
  const video = event.conferenceData?.entryPoints?.find((at) => at.entryPointType === "video");
  return event.hangoutLink ?? video?.uri ?? null;
}

function meetStateOf(event: GoogleEvent): EventFacts["meet"] {
  if (meetLinkOf(event)) return "ready";
  const code = event.conferenceData?.createRequest?.status?.statusCode;
  if (code === "pending") return "pending";
  return code === "failure" ? "failed" : "none";
}

function toGoogleTime(instant: number, timeZone: string) {
  return { dateTime: new Date(instant).toISOString(), timeZone };
}

/** A whole day counts from midnight UTC: it is never the time that we wrote. */
function readTime(when: z.infer<typeof When>): number | null {
  return readInstant(when?.dateTime ?? when?.date);
}

/** Epoch ms; null for what is no time. */
export function readInstant(text: string | undefined): number | null {
  const instant = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

/** Google shows descriptions as HTML: without this a guest's notes could carry links and forms into the host's calendar. */
function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
