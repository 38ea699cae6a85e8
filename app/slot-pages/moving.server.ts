// Moving a booking, which guest and host do on pages of the same making.
import { z } from "zod";
import { findEventType } from "#db/booking-pages.server.ts";
import { findHost, type Host } from "#db/hosts.server.ts";
import { type Booking, durationMinutesOf } from "../domain/booking.ts";
import { localDay } from "../domain/time-zone.ts";
import { revisionField, startField } from "../http/booking-fields.server.ts";
import { movedTooOften } from "../http/changing.server.ts";
import { fieldErrors } from "../http/form.server.ts";
import { readStartText } from "../http/start-text.ts";
import type { AppContext } from "../load-context.server.ts";
import { type TextOptions, zoneLabel } from "../ui/time-text.ts";
import { whyUnchangeable } from "../ui/unchangeable-text.ts";
import { moveBooking } from "../use-cases/move-booking.server.ts";
import type { SlotPage } from "../use-cases/offer-slots.server.ts";
import type { MonthView } from "./month-view.ts";
import {
  type SlotChoice,
  type TimeText,
  timeText,
  viewAskedMonth,
  viewChoice,
} from "./offered-slots.server.ts";

/** Whoever moves reads times in `own`; `other` is the zone on the other side, the schedule's unless given. */
export interface MovingZones extends TextOptions {
  own: string;
  other?: string;
}

export interface MoveView {
  status: number;
  title: string;
  hostName: string;
  accent: Host["accent"];
  guestName: string;
  revision: number;
  /** When it takes place so far. */
  current: TimeText;
  zone: string;
  zoneLabel: string;
  step:
    | { kind: "impossible"; why: string }
    | { kind: "choose"; month: MonthView }
    /** `search` finds this step again, `day` is where the slot was chosen. */
    | { kind: "confirm"; choice: SlotChoice; search: string; day: string };
}

type Moving = SlotPage & { moving: Booking };

/** @throws a 410 Response when what was booked has just gone with its host's account */
async function requireMoving({ db }: AppContext, moving: Booking): Promise<Moving> {
  const [host, eventType] = await Promise.all([
    findHost(db, moving.hostId),
    findEventType(db, moving.hostId, moving.eventTypeId),
  ]);
  if (!host || !eventType) throw new Response(null, { status: 410 });
  return { host, eventType, durationMinutes: durationMinutesOf(moving.meeting), moving };
}

/**
 * The step that an address asks for: a slot to choose, or the one chosen to confirm.
 * @throws a 410 Response when what was booked has just gone with its host's account
 */
export async function viewMove(
  context: AppContext,
  booking: Booking,
  asked: URLSearchParams,
  zones: MovingZones,
): Promise<MoveView> {
  const page = await requireMoving(context, booking);
  const step = await viewStep(context, page, asked, zones);
  return {
    status: step.kind === "confirm" && !step.choice.slot ? 422 : 200,
    title: booking.title,
    hostName: page.host.name,
    accent: page.host.accent,
    guestName: booking.guest.name,
    revision: booking.revision,
    current: timeText(booking.meeting, zones.own, zones),
    zone: zones.own,
    zoneLabel:
      step.kind === "choose" ? step.month.zoneLabel : zoneLabel(zones.own, booking.meeting.start),
    step,
  };
}

async function viewStep(
  context: AppContext,
  page: Moving,
  asked: URLSearchParams,
  zones: MovingZones,
): Promise<MoveView["step"]> {
  const { moving } = page;
  const why = whyUnchangeable(moving, context.now(), "moved");
  if (why) return { kind: "impossible", why };
  const startText = asked.get("start");
  const start = readStartText(startText ?? "");
  if (startText === null || start === moving.meeting.start) {
    return { kind: "choose", month: await viewAskedMonth(context, page, asked, zones.own, zones) };
  }
  return {
    kind: "confirm",
    choice: await viewChoice(context, page, { start, around: moving.meeting.start }, zones),
    search: asked.toString(),
    day: localDay(start ?? moving.meeting.start, zones.own),
  };
}

const MoveForm = z.object({ revision: revisionField, start: startField });

/** Why nothing was moved. `isSlotGone`: the time that was chosen must not be offered again. */
const refusals = {
  taken: {
    status: 409,
    isSlotGone: true,
    text: "Somebody else has just booked this time, so nothing was moved. Please choose another.",
  },
  limitReached: {
    status: 409,
    isSlotGone: true,
    text: "No more bookings are taken on that day or in that week, so nothing was moved. Please choose another time.",
  },
  notOffered: {
    status: 422,
    isSlotGone: true,
    text: "This time is not free, so nothing was moved. Please choose another.",
  },
  calendarUnknown: {
    status: 503,
    isSlotGone: false,
    text: "The calendar can’t be checked just now, so nothing was moved. Please try again in a minute.",
  },
  calendarOutOfReach: {
    status: 503,
    isSlotGone: false,
    text: "The host’s calendar is out of reach, so nothing was moved, and nothing can be until the host has connected it again.",
  },
  changedMeanwhile: {
    status: 409,
    isSlotGone: false,
    text: "This booking has changed since you opened this page, so nothing was moved. Check the times below, then move it again.",
  },
  tooLate: {
    status: 422,
    isSlotGone: false,
    text: "This meeting has begun or is over, so it can’t be moved.",
  },
  tooManyChanges: { ...movedTooOften, isSlotGone: false },
};

/** What the page shows after a form that moved nothing. */
export interface MoveAnswer {
  choice: SlotChoice;
  errors: Record<string, string>;
  refusal: string | null;
}

export type MoveResult =
  | { kind: "moved" }
  | { kind: "refused"; status: number; answer: MoveAnswer };

/**
 * Parses the form and moves the booking; when it can't, brings the nearest free slots.
 * @throws a 410 Response when the booking has just gone with its host's account
 */
export async function handleMoveForm(
  context: AppContext,
  booking: Booking,
  form: Record<string, string>,
  by: "guest" | "host",
  zones: MovingZones,
): Promise<MoveResult> {
  const page = await requireMoving(context, booking);
  const start = readStartText(form.start ?? "");
  const around = booking.meeting.start;
  const choose = (without: number | null) =>
    viewChoice(context, page, { start, around, without }, zones);
  const parsed = MoveForm.safeParse(form);
  if (!parsed.success) {
    const answer = { choice: await choose(null), errors: fieldErrors(parsed.error) };
    return { kind: "refused", status: 422, answer: { ...answer, refusal: null } };
  }
  const { revision: expectedRevision, start: startsAt } = parsed.data;
  const outcome = await moveBooking(context, { key: booking, expectedRevision, by, startsAt });
  switch (outcome.kind) {
    case "done":
      return { kind: "moved" };
    case "unknownBooking":
      throw new Response(null, { status: 410 });
    default: {
      const { status, text, isSlotGone } = refusals[outcome.kind];
      const choice = await choose(isSlotGone ? startsAt : null);
      return { kind: "refused", status, answer: { choice, errors: {}, refusal: text } };
    }
  }
}
