// Carries out one step of a sync plan: the only place where a booking is written to Google.
import { type Lease, saveAttempt } from "#db/booking-syncs.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { Booking } from "../domain/booking.ts";
import type { CalendarFailure, InsertAnswer } from "../domain/calendar-answer.ts";
import { contentOf, type EventContent } from "../domain/calendar-event.ts";
import { attempted, type Exchange, type Step } from "../domain/sync-plan.ts";
import type { AccessToken } from "../google/calendar-client.server.ts";
import type { AppContext } from "../load-context.server.ts";
import { withAccessToken } from "./access-token.server.ts";
import { guestLink } from "./guest-link.server.ts";

export interface StepSetting {
  booking: Booking;
  host: Host;
  lease: Lease;
}

export async function carryOut(
  context: AppContext,
  setting: StepSetting,
  step: Step,
): Promise<Exchange> {
  const { booking, host } = setting;
  const { connectionId, calendarId, eventId, generation } = step.record;
  const { calendar } = context.google;
  const link = await guestLink(context.env, booking);
  const content = contentOf(booking, host, link, generation);
  const send = <A extends { kind: string }>(
    call: (token: AccessToken) => Promise<A | CalendarFailure>,
  ) => withAccessToken(context, host.id, connectionId, call);

  switch (step.act) {
    case "insert": {
      const withChoice: EventContent = { ...content, withMeet: step.withMeet };
      const answer = await send((token) =>
        recorded(context, setting, step, () =>
          calendar.insertEvent(token, calendarId, eventId, withChoice),
        ),
      );
      return { step, answer };
    }
    case "burn": {
      const answer = await send((token) =>
        recorded(context, setting, step, () =>
          calendar.burnEventId(token, calendarId, eventId, content),
        ),
      );
      return { step, answer };
    }
    case "look": {
      const answer = await send((token) => calendar.lookAtEvent(token, calendarId, eventId));
      return { step, answer };
    }
    case "patch": {
      const answer = await send((token) =>
        calendar.moveEvent(token, calendarId, eventId, content, step.etag),
      );
      return { step, answer };
    }
    case "remove": {
      const answer = await send((token) =>
        calendar.removeEvent(token, calendarId, eventId, step.etag, step.notify),
      );
      return { step, answer };
    }
  }
}

/** An insert is written down first, with the token at hand and not before: a try that can't be sent is no attempt. */
async function recorded(
  context: AppContext,
  { booking, lease }: StepSetting,
  step: Extract<Step, { act: "insert" | "burn" }>,
  insert: () => Promise<InsertAnswer>,
): Promise<InsertAnswer> {
  const isOurs = await saveAttempt(context.db, booking, attempted(step.record), lease);
  return isOurs ? insert() : { kind: "notSent", why: "lease_lost" };
}
