// What becomes of the bookings to come, as the host reads it before choosing.
import type { MailFacts } from "../../domain/guest-mail.ts";
import { guestMailAbout } from "../../domain/guest-mail.ts";

/** How many bookings are to come, and how many of their guests Google tells when they are called off. */
export interface Coming {
  count: number;
  told: number;
}

/** Whom Google tells: with the account the connection goes, so nobody is told after a reconnect. */
export function countComing(bookings: MailFacts[], now: number): Coming {
  const told = bookings.filter((found) =>
    ["now", "onceReached"].includes(guestMailAbout("cancellation", found, now)),
  );
  return { count: bookings.length, told: told.length };
}

/** How many there are; `most`: where counting stops. */
export function comingText({ count }: Coming, most: number): string {
  if (count === 0) return "You have no bookings to come.";
  if (count === 1) return "You have 1 booking to come.";
  return `You have ${count < most ? count : `${count} or more`} bookings to come.`;
}

/** What can't leave a calendar any more; null when every calendar is in reach. */
export function outOfReachText(accounts: string[]): string | null {
  if (accounts.length === 0) return null;
  return `Slotkeeper has no access to the calendar of ${accounts.join(" and ")} just now, so events there stay. Should they go, connect Google Calendar again first.`;
}

/** Who tells the guests when all are called off. */
export function cancelledText({ count, told }: Coming): string {
  if (count === 0) return "This also counts for one that is made until you press the button.";
  const untold = count - told;
  if (untold === 0) return "Their events leave your calendar, and Google tells the guests.";
  if (told === 0) {
    return `Nobody mails ${untold === 1 ? "the guest" : "the guests"}: please tell them yourself before you go on.`;
  }
  const some = untold === 1 ? "1 guest" : `${untold} guests`;
  return `Their events leave your calendar, and Google tells the guests whom it invited. Nobody mails ${some}: please tell them yourself before you go on.`;
}
