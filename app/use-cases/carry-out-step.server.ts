// Carries out one step of a sync plan: the only place where a booking is written to Google.
import { isLeaseHeld, type Lease, saveAttempt } from "#db/booking-syncs.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import { isGone } from "../domain/calendar-access.ts";
import type { CalendarFailure } from "../domain/calendar-answer.ts";
import { contentOf, type EventContent } from "../domain/calendar-event.ts";
import { type Attempt, attempted, type Step } from "../domain/sync-step.ts";
import type { AccessToken } from "../google/calendar-api.server.ts";
import { timeForCall } from "../google/exchange.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { withAccessToken } from "./access-token.server.ts";
import { guestLink } from "./guest-link.server.ts";

export interface StepSetting {
  booking: Booking;
  host: Host;
  lease: Lease;
  /** When the run has to be done, well before the lease ends: no call begins too late for it, or lasts longer. */
  deadline: number;
}

/**
 * Takes the step, with a good access token, and returns what Google answered. A call that could not be made, for want of
 * time, of a token or of the lease, is answered `notSent`. An insert is stored as unresolved before it leaves, unless it is.
 */
export async function carryOut(
  context: AppContext,
  setting: StepSetting,
  step: Step,
): Promise<Attempt> {
  const { booking, host } = setting;
  const { connectionId, calendarId, eventId, generation } = step.record;
  const { calendar } = context.google;
  const link = await guestLink(context.env, booking);
  const content = contentOf(booking, host, link, generation);
  const send = <A extends Answer>(call: Call<A>) => sendStep(context, setting, step, call);

  switch (step.act) {
    case "insert": {
      const withChoice: EventContent = { ...content, withMeet: step.withMeet };
      const answer = await send((token, ms) =>
        calendar.insertEvent(token, calendarId, eventId, withChoice, step.notify, ms),
      );
      return { ...step, answer };
    }
    case "burn": {
      const answer = await send((token, ms) =>
        calendar.burnEventId(token, calendarId, eventId, content, ms),
      );
      return { ...step, answer };
    }
    case "look": {
      const answer = await send((token, ms) =>
        calendar.lookAtEvent(token, calendarId, eventId, ms),
      );
      return { ...step, answer };
    }
    case "find": {
      const answer = await send((token, ms) =>
        calendar.findEvent(token, calendarId, eventId, booking.id, ms),
      );
      if (answer.kind !== "calendarMissing") return { ...step, answer };
      const listed = await findCalendar(context.db, host.id, connectionId, calendarId);
      const kind = listed && isGone(listed) ? "calendarGone" : "calendarMissing";
      return { ...step, answer: { kind } };
    }
    case "patch": {
      const condition = { etag: step.etag, notifyGuests: step.notify };
      const answer = await send((token, ms) =>
        calendar.patchEvent(token, calendarId, eventId, content, step.parts, condition, ms),
      );
      return { ...step, answer };
    }
    case "remove": {
      const answer = await send((token, ms) =>
        calendar.removeEvent(token, calendarId, eventId, step.etag, step.notify, ms),
      );
      return { ...step, answer };
    }
  }
}

type Answer = { kind: string };
type Call<A extends Answer> = (token: AccessToken, ms: number) => Promise<A | CalendarFailure>;

const outOfTime: CalendarFailure = { kind: "notSent", why: "out_of_time" };

/** Makes the call with a good token and what time is left for it, also at the second try after a refused token. */
function sendStep<A extends Answer>(
  context: AppContext,
  setting: StepSetting,
  step: Step,
  call: Call<A>,
): Promise<A | CalendarFailure> {
  const { host, deadline } = setting;
  const { connectionId, calendarId } = step.record;
  const timeLeft = () => timeForCall(deadline, context.now());
  const sendWith = async (token: AccessToken): Promise<A | CalendarFailure> => {
    // A try that can't be sent is no attempt, and is not written down as one.
    if (timeLeft() === null) return outOfTime;
    if (!(await mayBeSent(context, setting, step))) return { kind: "notSent", why: "lease_lost" };
    const ms = timeLeft();
    return ms === null ? outOfTime : call(token, ms);
  };
  return withAccessToken(context, host.id, connectionId, sendWith, deadline, calendarId);
}

/** An insert is written down first, with the token at hand. @returns false when the lease was lost meanwhile */
async function mayBeSent(
  { db }: AppContext,
  { booking, lease }: StepSetting,
  { act, record }: Step,
): Promise<boolean> {
  if (act !== "insert" && act !== "burn") return true;
  return record.insertUnresolved
    ? isLeaseHeld(db, booking, lease)
    : saveAttempt(db, booking, attempted(record), lease);
}
