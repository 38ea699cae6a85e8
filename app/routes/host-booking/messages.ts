// What a booking's page says after one of its forms. Only codes travel in the address, never texts.
import type { SettleForm } from "./settle.server.ts";

const notices: Record<
  SettleForm["intent"] | "underWay" | "moved" | "edited" | "cancelled",
  string
> = {
  moved: "Saved. The booking has its new time.",
  edited: "Saved.",
  cancelled: "The booking is cancelled.",
  try: "It was tried. This is how it stands:",
  underWay: "Another try is under way. Load this page again in a moment.",
  restore: "Saved. The event is put into your calendar behind this page.",
  putBack: "Saved. The event is moved back behind this page.",
  takeTime: "Saved. The booking has the time that your calendar shows.",
  keepWithout: "Saved. The booking stands without a calendar event.",
  chooseCalendar: "Saved. The event is put into the calendar that you chose, behind this page.",
};

/** The notice that an address asks for; null for none, and for codes that are not ours. */
export function noticeOf(params: URLSearchParams): string | null {
  const code = params.get("notice") ?? "";
  return Object.hasOwn(notices, code) ? notices[code as keyof typeof notices] : null;
}

/** Why nothing was done. */
export const refusals = {
  tooLate: {
    status: 422,
    text: "That can’t be done any more: the meeting is over, or the booking is cancelled.",
  },
  changedMeanwhile: {
    status: 409,
    text: "This booking has changed since you opened this page. Nothing was done; this is how it stands now.",
  },
  noOtherTime: {
    status: 409,
    text: "Google shows no other time for this event that a meeting can have, so nothing was changed. Put it back, or move the booking here.",
  },
  taken: {
    status: 409,
    text: "Another booking takes that time, so nothing was changed. Put the event back, or move the other booking first.",
  },
  unknownCalendar: {
    status: 422,
    text: "That calendar is not among those that Slotkeeper may write to. Please choose another.",
  },
};
