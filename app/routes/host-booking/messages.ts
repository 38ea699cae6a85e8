// What a booking's page says after one of its forms.
import type { SettleForm } from "./settle.server.ts";

export const notices: Record<
  SettleForm["intent"] | "underWay" | "moved" | "edited" | "cancelled" | "connected" | "renewed",
  string
> = {
  moved: "Saved. The booking has its new time.",
  edited: "Saved.",
  cancelled: "The booking is cancelled.",
  try: "Tried just now. See “In your calendar” below.",
  underWay: "Another try is under way. Load this page again in a moment.",
  restore: "Saved. The event will be in your calendar in a moment.",
  putBack: "Saved. The event is being moved back.",
  takeTime: "Saved. The booking has the time that your calendar shows.",
  keepWithout: "Saved. The booking stands without a calendar event.",
  chooseCalendar: "Saved. The event is being put into that calendar.",
  connected: "Google Calendar is connected. What waited for it is on its way.",
  renewed: "That account is connected again. What waited for it is on its way.",
};

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
    text: "Google shows no other time for this event that a meeting can have, so nothing was changed. Move the event back, or move the booking here.",
  },
  taken: {
    status: 409,
    text: "Another booking takes that time, so nothing was changed. Move the event back, or move the other booking first.",
  },
  nowhereToPut: {
    status: 409,
    text: "Nothing was changed: the calendar that the event would be put into is not connected. Connect it, or choose a calendar that is.",
  },
  unknownCalendar: {
    status: 422,
    text: "That calendar is not among those that Slotkeeper may write to. Please choose another.",
  },
};

/** The account was disconnected, or is just being disconnected. */
export const notFollowedText = (account: string) =>
  `Nothing was tried: the event belongs in the calendar of ${account}, which is disconnected, so Slotkeeper no longer follows it. Connect that account again first.`;
