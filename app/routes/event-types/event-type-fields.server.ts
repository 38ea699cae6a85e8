// What a host fills in about an event type. Each group of fields is judged by itself, so that all messages come at once.
import { z } from "zod";
import {
  checkSlug,
  type EventTypeSettings,
  fitsABlock,
  HIGHEST_LIMIT,
  isPhoneNumber,
  LONGEST_BLOCK_MINUTES,
  LONGEST_NOTICE_MINUTES,
  MOST_OTHER_DURATIONS,
  NOTICE_UNITS,
  proposeSlug,
  readDurations,
  readMeetingLink,
} from "../../domain/event-type.ts";
import { EVENT_TYPE_COLORS } from "../../domain/event-type-color.ts";
import { isId } from "../../domain/ids.ts";
import { LONGEST_BOOKING_WINDOW_DAYS } from "../../domain/slots.ts";
import { isCalendarDate } from "../../domain/time-zone.ts";
import { incomplete, lineOf, textOf, titleField } from "../../http/booking-fields.server.ts";
import { fieldErrors } from "../../http/form.server.ts";
import type {
  EventTypeRequest,
  NewEventTypeRequest,
  Visibility,
} from "../../use-cases/save-event-type.server.ts";
import type { FormValues } from "./form-values.ts";
import { readQuestions } from "./question-fields.server.ts";

const whole = (least: number, most: number) =>
  z.string({ error: incomplete }).transform((text, { addIssue }) => {
    const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    addIssue({ code: "custom", message: `Enter a whole number from ${least} to ${most}.` });
    return z.NEVER;
  });

/** Empty for none. */
const limit = z
  .string({ error: incomplete })
  .trim()
  .transform((text) => (text === "" ? null : text))
  .pipe(whole(1, HIGHEST_LIMIT).nullable());

const minutes = (least: number) => whole(least, LONGEST_BLOCK_MINUTES);

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: "Choose one of these." });

const slugProblems = {
  missing: "Enter an address.",
  too_long: "At most 40 characters, please.",
  malformed: "Only letters a to z, digits and single hyphens between them, please.",
};

const slug = z.string({ error: incomplete }).transform((text, { addIssue }) => {
  const check = checkSlug(text);
  if (check.ok) return check.slug;
  addIssue({ code: "custom", message: slugProblems[check.problem] });
  return z.NEVER;
});

const About = z.object({
  title: titleField,
  description: textOf(1000, incomplete),
});

const Address = z.discriminatedUnion(
  "visibility",
  [
    z.object({ visibility: z.literal("listed"), slug }),
    z.object({ visibility: z.literal("private") }),
  ],
  { error: "Choose one of these." },
);

const durations = z
  .string({ error: incomplete })
  .max(200, "At most 200 characters, please.")
  .transform((text, { addIssue }) => {
    const read = readDurations(text);
    if (read && read.length <= MOST_OTHER_DURATIONS && read[0] !== 0) return read;
    const message = read?.length
      ? `At most ${MOST_OTHER_DURATIONS}, each at least one minute.`
      : "Enter whole minutes with commas between them, such as 15, 60.";
    addIssue({ code: "custom", message });
    return z.NEVER;
  });

const Block = z
  .object({
    durationMinutes: minutes(1),
    otherDurations: durations,
    bufferBeforeMinutes: minutes(0),
    bufferAfterMinutes: minutes(0),
  })
  .superRefine((block, { addIssue }) => {
    const { durationMinutes, otherDurations, bufferBeforeMinutes, bufferAfterMinutes } = block;
    const fits = (durations: number[]) =>
      fitsABlock(durations, bufferBeforeMinutes, bufferAfterMinutes);
    const message = "With its buffers, no meeting may be longer than a day (1440 minutes).";
    if (!fits([durationMinutes])) {
      addIssue({ code: "custom", path: ["durationMinutes"], message });
    }
    if (otherDurations.length > 0 && !fits(otherDurations)) {
      addIssue({ code: "custom", path: ["otherDurations"], message });
    }
  });

const Grid = z.object({
  slotStepMinutes: minutes(1),
  scheduleId: z.string({ error: incomplete }).refine(isId, "Choose a schedule from the list."),
});

const Notice = z
  .object({
    noticeCount: whole(0, LONGEST_NOTICE_MINUTES),
    noticeUnit: oneOf(["minutes", "hours", "days"]),
  })
  .refine(
    ({ noticeCount, noticeUnit }) =>
      noticeCount * NOTICE_UNITS[noticeUnit] <= LONGEST_NOTICE_MINUTES,
    { path: ["noticeCount"], error: "At most a year (365 days), please." },
  );

const date = z
  .string({ error: incomplete })
  .trim()
  .refine(isCalendarDate, "Enter a date before the year 2200, such as 2026-12-31.");

const Window = z.discriminatedUnion(
  "windowKind",
  [
    z.object({
      windowKind: z.literal("rolling"),
      windowDays: whole(0, LONGEST_BOOKING_WINDOW_DAYS),
    }),
    z
      .object({ windowKind: z.literal("range"), windowFirstDay: date, windowLastDay: date })
      .refine(({ windowFirstDay, windowLastDay }) => windowFirstDay <= windowLastDay, {
        path: ["windowLastDay"],
        error: "The last day is before the first.",
      }),
  ],
  { error: "Choose one of these." },
);

const Limits = z.object({ dayLimit: limit, weekLimit: limit });

const Place = z.discriminatedUnion(
  "locationKind",
  [
    z.object({ locationKind: z.enum(["google_meet", "guest_phone"]) }),
    z.object({
      locationKind: z.literal("phone"),
      locationPhone: lineOf(60, incomplete).refine(
        isPhoneNumber,
        "Enter the number that guests call, such as +49 30 901820.",
      ),
    }),
    z.object({
      locationKind: z.literal("in_person"),
      locationAddress: lineOf(500, incomplete).pipe(z.string().min(1, "Enter the address.")),
    }),
    z.object({
      locationKind: z.literal("link"),
      locationLink: lineOf(500, incomplete)
        .transform(readMeetingLink)
        .refine(
          (link) => link !== null && link.length <= 500,
          "Enter a web address that begins with https://, without a password in it.",
        )
        .transform((link) => link ?? ""),
    }),
  ],
  { error: "Choose one of these." },
);

const Look = z.object({
  color: oneOf(EVENT_TYPE_COLORS),
  active: oneOf(["yes", "no"]),
  // The last field of the form: without it, some of the others may have been lost on the way.
  complete: z.literal("yes", { error: incomplete }),
});

const Fields = About.and(Address)
  .and(Block)
  .and(Grid)
  .and(Notice)
  .and(Window)
  .and(Limits)
  .and(Place)
  .and(Look);
type Fields = z.output<typeof Fields>;

export type EventTypeForm<Request = EventTypeRequest> =
  | { kind: "read"; request: Request }
  /** A message for each field that needs one, in their order on the page. */
  | { kind: "invalid"; errors: Record<string, string> };

/** Reads the form of an event type: cleaned texts, numbers within their bounds. */
export function readEventTypeForm(form: FormValues): EventTypeForm {
  const fields = Fields.safeParse(form);
  const questions = readQuestions(form);
  if (fields.success && questions.kind === "read") {
    const settings = toSettings(fields.data, questions.questions);
    return { kind: "read", request: { settings, visibility: toVisibility(fields.data) } };
  }
  const errors = fields.success ? {} : fieldErrors(fields.error);
  return {
    kind: "invalid",
    errors: { ...errors, ...(questions.kind === "invalid" ? questions.errors : {}) },
  };
}

/** The same of a new one, which may leave its address empty: then it is made of the title. */
export function readNewEventTypeForm(form: FormValues): EventTypeForm<NewEventTypeRequest> {
  if (form.visibility !== "listed" || form.slug?.trim() !== "") return readEventTypeForm(form);
  const read = readEventTypeForm({ ...form, slug: proposeSlug(form.title ?? "") });
  if (read.kind === "invalid") return read;
  return { kind: "read", request: { ...read.request, visibility: { kind: "listedByTitle" } } };
}

function toVisibility(fields: Fields): Visibility {
  if (fields.visibility === "private") return { kind: "private" };
  return { kind: "listed", slug: fields.slug };
}

function toSettings(fields: Fields, questions: EventTypeSettings["questions"]): EventTypeSettings {
  const { durationMinutes, otherDurations, color, scheduleId } = fields;
  return {
    title: fields.title,
    description: fields.description,
    durationMinutes,
    otherDurations: otherDurations.filter((minutes) => minutes !== durationMinutes),
    bufferBeforeMinutes: fields.bufferBeforeMinutes,
    bufferAfterMinutes: fields.bufferAfterMinutes,
    minimumNoticeMinutes: fields.noticeCount * NOTICE_UNITS[fields.noticeUnit],
    bookingWindow:
      fields.windowKind === "rolling"
        ? { kind: "rolling", days: fields.windowDays }
        : { kind: "range", firstDay: fields.windowFirstDay, lastDay: fields.windowLastDay },
    slotStepMinutes: fields.slotStepMinutes,
    limits: { perDay: fields.dayLimit, perWeek: fields.weekLimit },
    location: { kind: fields.locationKind, detail: placeOf(fields) },
    scheduleId,
    color,
    isActive: fields.active === "yes",
    questions,
  };
}

/** The host's part of the place; none where it is made with the booking, or comes from the guest. */
function placeOf(fields: Fields): string {
  switch (fields.locationKind) {
    case "phone":
      return fields.locationPhone;
    case "in_person":
      return fields.locationAddress;
    case "link":
      return fields.locationLink;
    case "google_meet":
    case "guest_phone":
      return "";
  }
}
