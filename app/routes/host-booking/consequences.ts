// What each choice does, and what the guest hears of it.
import type { Booking } from "../../domain/booking.ts";

export interface Consequences {
  restore: string;
  cancel: string;
  takeTime: string;
  putBack: string;
  chooseCalendar: string;
  keepWithout: string;
}

/** @param now epoch ms: nobody is mailed about what is over */
export function consequencesOf(
  { guest, inviter, meeting }: Pick<Booking, "guest" | "inviter" | "meeting">,
  now: number,
): Consequences {
  const { name } = guest;
  const isMailed = inviter === "google" && now < meeting.end;
  const unmailed = `Nobody is mailed: please tell ${name} yourself.`;
  const mail = (text: string) => (isMailed ? text : unmailed);
  return {
    restore: `A new event is put into your calendar. ${mail(`Google sends ${name} a new invitation.`)}`,
    cancel: `The time becomes free again. The event is gone already, so Google sends nothing more: if ${name} has not heard of it, please write to them.`,
    takeTime: `The booking moves to the time in your calendar. Nobody is mailed about it again: Google offered that when the event was moved.`,
    putBack: `The event moves back to the time of the booking. ${mail(`Google tells ${name}.`)}`,
    chooseCalendar: `A new event is put into that calendar, and an older one is removed. ${mail(`Google sends ${name} a new invitation, and calls off the one before if there was one.`)}`,
    keepWithout: `The booking stands, its time stays taken, and no event of it stays in your calendar; a Google Meet link goes with the event. Nobody is mailed: please tell ${name} how you will meet.`,
  };
}
