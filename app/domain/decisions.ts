// What a host decides where booking and calendar differ, and until when.
import { type Booking, isStillOn } from "./booking.ts";

export type Decision = "restore" | "takeTime" | "putBack" | "chooseCalendar" | "keepWithout";

const isConfirmed = ({ status }: Booking) => status === "confirmed";

/**
 * Whether a decision can still be made, at an instant in epoch ms. Of a meeting that is over no event is put anywhere or
 * moved; to follow Google, and to do without an event, is never too late.
 */
export const canDecide: Record<Decision, (booking: Booking, now: number) => boolean> = {
  restore: isStillOn,
  takeTime: isConfirmed,
  putBack: isStillOn,
  chooseCalendar: isStillOn,
  keepWithout: isConfirmed,
};
