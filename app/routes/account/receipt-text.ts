// What the receipt says was done, and what still goes on.
import type { Receipt } from "./receipt.server.ts";

/** Where a person ends an app's access to their Google account. */
export const GOOGLE_PERMISSIONS = "https://myaccount.google.com/permissions";

/** One sentence or two for each thing that was done. */
export function doneTexts({ kind, bookings, cancelled, access }: Receipt): string[] {
  return [
    "Your page is closed, and you are signed out everywhere.",
    bookings === "cancel" ? cancelledText(cancelled) : KEPT,
    ...(kind === "deleted"
      ? ["Everything that Slotkeeper knew of you and your guests is deleted."]
      : []),
    ...(ended[access] ? [ended[access]] : []),
  ];
}

const KEPT =
  "The bookings to come are no longer kept here. Their events stay in your calendar, and your guests’ links have ended.";

function cancelledText(count: number | null): string {
  if (count === null) return "The bookings to come are cancelled.";
  if (count === 0) return "There was no booking to cancel.";
  return count === 1 ? "One booking is cancelled." : `${count} bookings are cancelled.`;
}

const ended: Record<Receipt["access"], string | null> = {
  none: null,
  done: "Slotkeeper’s access to your Google account has ended.",
  inUse:
    "Slotkeeper’s access to your Google account goes on, because another Slotkeeper account uses the same calendar.",
  pending: null,
  byHand: null,
  open: null,
};

/** What still goes on by itself; null for nothing. */
export function stillText({ kind, access, bookings }: Receipt): string | null {
  if (kind === "deleting") return bookings === "cancel" ? REMOVING : WRITING;
  if (access === "pending") return `Google did not answer, so it has not heard yet. ${UNTIL}`;
  return access === "open" ? `Should Google not answer, it has not heard yet. ${UNTIL}` : null;
}

const UNTIL =
  "For up to 7 days Slotkeeper keeps telling it that its access to your account has ended, and keeps what is needed for that and nothing else.";

const AFTERWARDS =
  "Then Slotkeeper’s access to your Google account ends, and everything that it knew of you and your guests is deleted. Should Google not answer then, it is told for up to 7 days more.";
const REMOVING = `Events are still being removed from your calendar, which is tried for up to a day. ${AFTERWARDS}`;
const WRITING = `The last changes are still being written to your calendar, which is tried for up to a day. ${AFTERWARDS}`;

/** What leads to the page where a person sees which apps have access, and ends it; null where nobody has to look. */
export function accessAdvice({ kind, access }: Receipt): string | null {
  if (kind === "deleting") {
    return "Please don’t end the access yourself before then, or your calendar stays as it is now. What has access to your Google account is shown at";
  }
  switch (access) {
    case "none":
    case "done":
    case "inUse":
      return null;
    case "byHand":
      return "Slotkeeper could not end its access to your Google account. Please remove it yourself, at";
    case "pending":
    case "open":
      return "If you don’t want to wait, you can end the access yourself, at";
  }
}

/** What is left to do for whoever reads the receipt. */
export function closingText(receipt: Receipt): string {
  if (receipt.access === "byHand") return "Nothing else is needed.";
  const still = stillText(receipt) ? "All of this happens by itself. " : "";
  return `${still}You need do nothing more.`;
}
