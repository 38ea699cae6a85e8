// What the pages of event types say after a form.
import type { SaveEventTypeOutcome } from "../../use-cases/save-event-type.server.ts";

export const notices = {
  created: "The event type is made.",
  saved: "Saved. It counts for everybody who books from now on.",
  deleted: "The event type is deleted.",
  duplicated:
    "The copy is made. It is the last of the list, and off until you have looked at it and switch it on.",
  moved: "The order is changed, on your page too.",
  changedMeanwhile: "The list has changed meanwhile. Nothing was moved.",
};

/** Why none can be copied. */
export const TOO_MANY = "You have 100 event types, which is as many as there can be.";

/** Why it can't be deleted. */
export const BOOKED_BEFORE =
  "It has been booked, so it can’t be deleted: its bookings need it. Switch it off instead, under “Can it be booked?”.";

type Refused = Exclude<SaveEventTypeOutcome, { kind: "saved" | "unknownEventType" }>;

/** The message beside the field that an event type could not be saved for. */
export function refusalErrors(outcome: Refused): Record<string, string> {
  switch (outcome.kind) {
    case "slugTaken":
      return {
        slug: `Another event type of yours has this address. Free is, for example: ${outcome.suggestion}.`,
      };
    case "unknownSchedule":
      return { scheduleId: "Choose a schedule from the list." };
    case "formReused":
      return {
        id: "This form has made an event type already, which stands as it was sent first. To make another one of what is filled in here, save once more.",
      };
    case "tooMany":
      return { title: TOO_MANY };
  }
}
