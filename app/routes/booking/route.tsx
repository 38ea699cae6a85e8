import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { findHost } from "#db/hosts.server.ts";
import { type Booking, canChange } from "../../domain/booking.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage } from "../../http/private-page.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { placeForGuest } from "../../ui/place-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { findBookAgain } from "./book-again.server.ts";
import { Changes } from "./changes.tsx";
import { invitationText, isExpectingNews, meetText } from "./invitation-text.ts";
import { Headline, Meeting } from "./meeting.tsx";
import { WaysBack, WhatFollows } from "./next-steps.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `${data.headline} · Slotkeeper` : "Slotkeeper");
export const headers = () => privatePage;
export const handle = { scripts: "enhance" };

const notices = {
  moved: "Your booking has its new time.",
  saved: "Your details are saved.",
};

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const found = await requireGuestBooking(context, params);
  const { booking, google } = found;
  const host = await findHost(context.db, booking.hostId);
  const isCancelled = booking.status === "cancelled";
  const awaited = meetText(found, context.now());
  return {
    ...viewMeeting(booking, host?.name ?? "", readerLocale(request)),
    headline: isCancelled ? "This booking is cancelled" : "Your booking is confirmed",
    isCancelled,
    notice: isCancelled ? null : textOfCode(notices, new URL(request.url).searchParams, "notice"),
    accent: host?.accent,
    bookAgain: isCancelled ? await findBookAgain(context, host, booking) : null,
    meetLink: isCancelled || !booking.inCalendar ? null : google.meetLink,
    meetText: awaited,
    // What is on its way now is worth waiting for; the rest takes a person.
    isExpectingNews: isExpectingNews(found),
    invitation: invitationText(found),
    // Where Google invites, its own invitation is the entry in the guest's calendar.
    hasFile: !isCancelled && (booking.inviter === "own" || !booking.inCalendar),
    canChange: canChange(booking, context.now()),
    path: guestBookingPath(params),
    address: context.env.APP_ORIGIN + guestBookingPath(params),
  };
}

function viewMeeting(booking: Booking, hostName: string, locale: string) {
  const { title, meeting, location, answers, guest, timeZone } = booking;
  const zones = [guest.timeZone, timeZone].map((zone) => ({
    when: formatRange(meeting, zone, { locale }),
    zone: zoneLabel(zone, meeting.start),
  }));
  const [own = { when: "", zone: "" }, host = own] = zones;
  return {
    ...{ title, hostName, ...own },
    elsewhere: host.when === own.when ? null : host,
    guestName: guest.name,
    notes: guest.notes,
    answers,
    // What is said of a video meeting depends on its link.
    place: location.kind === "google_meet" ? null : placeForGuest(location, hostName),
    cancelled: cancelText(booking, { guest: "you", host: hostName }),
  };
}

export default function BookingPage() {
  const booking = useLoaderData<typeof loader>();
  return (
    <GuestPage accent={booking.accent}>
      <Headline booking={booking} />
      {booking.notice ? <Notice tone="good">{booking.notice}</Notice> : null}
      <p role="status" data-news="This page has news about your booking." className="sr-only" />
      <div data-live={booking.isExpectingNews ? "waiting" : "settled"}>
        <Meeting booking={booking} />
        <WhatFollows booking={booking} />
      </div>
      <WaysBack booking={booking} />
      {booking.canChange ? <Changes path={booking.path} /> : null}
    </GuestPage>
  );
}
