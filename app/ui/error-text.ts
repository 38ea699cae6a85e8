// What went wrong, in words that say what to do now.
import { nameOfPage } from "../auth/wanted-page.ts";

export interface ErrorText {
  title: string;
  text: string;
  /** Whether the same page may well be there a moment later. */
  canTryAgain: boolean;
}

const texts: Record<number, Omit<ErrorText, "canTryAgain">> = {
  400: {
    title: "That request could not be read",
    text: "Something in it was incomplete. Please go back and try once more.",
  },
  404: {
    title: "This page does not exist",
    text: "Check the address for a typing mistake. If it is right, the page has been switched off or moved: ask the person who sent it. Pages of bookings close 30 days after the meeting.",
  },
  405: {
    title: "Nothing can be sent to this page",
    text: "Please go back and use the form there.",
  },
  409: {
    title: "This form was already used",
    text: "A booking was made with it before, with other details. That booking stands unchanged. To make another one, start again from the booking page.",
  },
  410: {
    title: "This booking no longer exists",
    text: "The person you had booked with has deleted their Slotkeeper account, and what was kept here of your booking went with it. If it had been cancelled, it stays cancelled. If not, the meeting may still be in your calendar and in theirs: ask them whether it takes place. Nothing can be changed here any more.",
  },
  413: {
    title: "That was too much text",
    text: "Nothing was changed. Please go back and send less.",
  },
  422: {
    title: "That could not be done",
    text: "Something that was sent does not fit. Nothing was changed. Please go back, check what you filled in, and send it again.",
  },
  429: {
    title: "Please wait a minute",
    text: "Too many requests came from your network within a minute, so this one was not looked at. Nothing is lost: try again in a minute.",
  },
  503: {
    title: "Slotkeeper is not available just now",
    text: "Please try again in a minute. Nothing that was confirmed is lost.",
  },
};

const goneFromArea: ErrorText = {
  title: "This page does not exist",
  text: "What was here may have been deleted meanwhile, or the address has a typing mistake.",
  canTryAgain: false,
};

const unexpected: Omit<ErrorText, "canTryAgain"> = {
  title: "Something went wrong on our side",
  text: "It has been noted. Please try again in a minute. Nothing that was confirmed is lost.",
};

/** Whether it is a page of a host's own that is not there: what they look for was theirs. */
export function isGoneFromArea(status: number, pathname: string): boolean {
  return status === 404 && nameOfPage(pathname) !== null;
}

/**
 * The words for an HTTP status; for every one that is not foreseen, those for our own mistake.
 * @param pathname of the page that was asked for
 */
export function errorText(status: number, pathname = "/"): ErrorText {
  if (isGoneFromArea(status, pathname)) return goneFromArea;
  const found = texts[status] ?? unexpected;
  return { ...found, canTryAgain: status === 429 || status >= 500 };
}
