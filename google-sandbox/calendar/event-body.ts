import { isEmail } from "../accounts.ts";
import type { Call } from "../call.ts";
import type { Attendee, EventResource } from "../state.ts";
import { CalendarError, invalid, missingField } from "./errors.ts";
import { readSpan } from "./event-times.ts";
import { readExtendedProperties } from "./extended-properties.ts";

export type JsonObject = Record<string, unknown>;

/** The part of an event that a client decides, checked and brought into Google's shape. */
export type EventDraft = Pick<
  EventResource,
  | "status"
  | "summary"
  | "description"
  | "location"
  | "colorId"
  | "start"
  | "end"
  | "transparency"
  | "visibility"
  | "attendees"
  | "extendedProperties"
  | "guestsCanInviteOthers"
  | "guestsCanModify"
  | "guestsCanSeeOtherGuests"
  | "reminders"
  | "source"
  | "eventType"
>;

const STATUSES = ["confirmed", "tentative", "cancelled"];
const RESPONSES = ["needsAction", "declined", "tentative", "accepted"];
const EVENT_TYPES = ["default", "outOfOffice", "focusTime", "workingLocation", "birthday"];
const LONGEST_REMINDER_MINUTES = 40_320;

/** The body of a call as a JSON object. */
export function readJson(call: Call): JsonObject {
  const type = (call.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new CalendarError(400, "badContent", {
      message: `Unsupported content with type: ${type}`,
    });
  }
  try {
    const body: unknown = JSON.parse(call.body);
    if (isObject(body)) return body;
  } catch {
    // Reported below together with JSON that is not an object.
  }
  throw new CalendarError(400, "parseError", { message: "Parse Error" });
}

/** PATCH: objects merge, null clears, everything else (arrays too) replaces. */
export function mergePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (isObject(value)) result[key] = mergePatch(isObject(base[key]) ? base[key] : {}, value);
    else result[key] = value;
  }
  return result;
}

/** Checks a whole event body. Fields that only Google writes are ignored, as Google does. */
export function readEvent(
  body: JsonObject,
  calendar: { id: string; timeZone: string },
): EventDraft {
  if (Array.isArray(body.recurrence) && body.recurrence.length > 0) {
    throw invalid("The sandbox has no recurring events.", "recurrence");
  }
  const { start, end } = readSpan(body, calendar.timeZone);
  const draft: Record<string, unknown> = {
    status: oneOf(body, "status", STATUSES) ?? "confirmed",
    summary: text(body, "summary"),
    description: text(body, "description"),
    location: text(body, "location"),
    colorId: text(body, "colorId"),
    start,
    end,
    transparency: unlessUsual(oneOf(body, "transparency", ["opaque", "transparent"]), "opaque"),
    visibility: unlessUsual(
      oneOf(body, "visibility", ["default", "public", "private", "confidential"]),
      "default",
    ),
    attendees: readAttendees(body.attendees, calendar.id),
    extendedProperties: readExtendedProperties(body.extendedProperties),
    guestsCanInviteOthers: unlessUsual(flag(body, "guestsCanInviteOthers"), true),
    guestsCanModify: unlessUsual(flag(body, "guestsCanModify"), false),
    guestsCanSeeOtherGuests: unlessUsual(flag(body, "guestsCanSeeOtherGuests"), true),
    reminders: readReminders(body.reminders),
    source: readSource(body.source),
    eventType: oneOf(body, "eventType", EVENT_TYPES) ?? "default",
  };
  for (const key of Object.keys(draft)) if (draft[key] === undefined) delete draft[key];
  return draft as EventDraft;
}

function readAttendees(value: unknown, calendarId: string): Attendee[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalid("Invalid value for attendees.");
  const byEmail = new Map<string, Attendee>();
  for (const entry of value) {
    const attendee = readAttendee(entry, calendarId);
    byEmail.set(attendee.email.toLowerCase(), attendee);
  }
  return byEmail.size === 0 ? undefined : [...byEmail.values()];
}

function readAttendee(entry: unknown, calendarId: string): Attendee {
  if (!isObject(entry)) throw invalid("Invalid value for attendees.");
  const { email } = entry;
  if (email === undefined) throw missingField("Missing attendee email.");
  if (typeof email !== "string" || !isEmail(email)) throw invalid("Invalid attendee email.");
  const displayName = text(entry, "displayName");
  const comment = text(entry, "comment");
  const guests = entry.additionalGuests;
  const isOrganizer = email.toLowerCase() === calendarId.toLowerCase();
  return {
    email,
    ...(displayName === undefined ? {} : { displayName }),
    ...(isOrganizer ? { organizer: true, self: true } : {}),
    ...(flag(entry, "optional") === true ? { optional: true } : {}),
    ...(flag(entry, "resource") === true ? { resource: true } : {}),
    responseStatus: oneOf(entry, "responseStatus", RESPONSES) ?? "needsAction",
    ...(comment === undefined ? {} : { comment }),
    ...(Number.isInteger(guests) ? { additionalGuests: Number(guests) } : {}),
  };
}

function readReminders(value: unknown): EventResource["reminders"] {
  if (value === undefined || value === null) return { useDefault: true };
  if (!isObject(value)) throw invalid("Invalid value for reminders.");
  const overrides = value.overrides ?? [];
  if (!Array.isArray(overrides) || overrides.length > 5) throw invalid("Invalid reminders.");
  const useDefault = flag(value, "useDefault") ?? false;
  if (useDefault && overrides.length > 0) {
    throw new CalendarError(400, "cannotUseDefaultRemindersAndSpecifyOverride", {
      domain: "calendar",
      message: "Cannot specify both default reminders and overrides at the same time.",
    });
  }
  const checked = overrides.map((override) => readReminder(override));
  return { useDefault, ...(checked.length === 0 ? {} : { overrides: checked }) };
}

function readReminder(value: unknown): { method: string; minutes: number } {
  if (!isObject(value)) throw invalid("Invalid reminder.");
  const method = oneOf(value, "method", ["email", "popup"]);
  const minutes = value.minutes;
  const isInRange =
    Number.isInteger(minutes) &&
    Number(minutes) >= 0 &&
    Number(minutes) <= LONGEST_REMINDER_MINUTES;
  if (method === undefined || !isInRange) throw invalid("Invalid reminder.");
  return { method, minutes: Number(minutes) };
}

function readSource(value: unknown): EventResource["source"] {
  if (value === undefined || value === null) return undefined;
  const url = isObject(value) ? value.url : null;
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) throw invalid("Invalid source url.");
  return { title: text(value as JsonObject, "title") ?? "", url };
}

function text(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`Invalid value for: ${name}`);
  return value === "" ? undefined : value;
}

function flag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw invalid(`Invalid value for: ${name}`);
  return value;
}

function oneOf(body: JsonObject, name: string, allowed: string[]): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && allowed.includes(value)) return value;
  throw invalid(`Invalid value for: ${name}`);
}

// Google leaves a field out of its answers while it has its usual value.
function unlessUsual<T>(value: T | undefined, usual: T): T | undefined {
  return value === usual ? undefined : value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
