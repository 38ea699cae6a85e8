// What each choice does, and what the guest hears of it.
import type { BookingWithSync } from "#db/bookings.server.ts";
import { guestMailAbout } from "../../domain/guest-mail.ts";
import type { Whereabouts } from "../../domain/whereabouts.ts";
import { mailNote } from "../../ui/mail-note.ts";

export interface Consequences {
  restore: string;
  cancel: string;
  takeTime: string;
  putBack: string;
  chooseCalendar: string;
  keepWithout: string;
}

function goneText({ lastOutcome }: BookingWithSync["sync"]): string {
  return lastOutcome === "old_event_left"
    ? "The event is gone already, but an older one of it is left in another calendar."
    : "The event is gone already.";
}

/**
 * What to say beside each choice.
 * @param now epoch ms: nobody is mailed about what is over
 */
export function consequencesOf(
  found: Pick<BookingWithSync, "booking" | "sync"> & { where: Whereabouts | null },
  now: number,
): Consequences {
  const { booking, sync, where } = found;
  const { name } = booking.guest;
  // Each of the choices that are mailed about puts it into the calendar, whether it was there or not.
  const chosen = { booking: { ...booking, inCalendar: true }, sync };
  const isMailed = guestMailAbout("newTime", chosen, now) !== "never";
  const mail = (text: string) =>
    isMailed ? text : `Nobody is mailed: please tell ${name} yourself.`;
  return {
    restore: `A new event is put into your calendar. ${mail(`With it Google sends ${name} a new invitation.`)}`,
    // The button leads to the page that calls it off: it says the same.
    cancel: `The time becomes free again. ${goneText(sync)} ${mailNote("cancellation", found, now)}`,
    takeTime: `The booking moves to the time in your calendar. Nobody is mailed about it again: Google offered that when the event was moved.`,
    putBack: `The event moves back to the time of the booking. ${mail(`Google tells ${name}.`)}`,
    ...inDisconnected(where, name, mail),
  };
}

/** What becomes of the event that there may be: in a disconnected account, nothing for now. */
function inDisconnected(
  where: Whereabouts | null,
  name: string,
  mail: (text: string) => string,
): Pick<Consequences, "chooseCalendar" | "keepWithout"> {
  const without = "The booking stands, its time stays taken, and";
  const meet = `a Google Meet link goes with the event. Nobody is mailed: please tell ${name} how you will meet.`;
  if (where?.leaving) {
    const stays = `an event that is in the calendar of ${where.account} stays there until you have connected that account again, or delete it there`;
    return {
      chooseCalendar: `A new event is put into that calendar; ${stays}. ${mail(`Google sends ${name} an invitation for the new one.`)}`,
      keepWithout: `${without} no new event is made; ${stays}; ${meet}`,
    };
  }
  return {
    chooseCalendar: `A new event is put into that calendar, and an older one, if there is one, is removed. ${mail(`With it Google sends ${name} a new invitation, and calls off an earlier one.`)}`,
    keepWithout: `${without} no event of it stays in your calendar; ${meet}`,
  };
}
