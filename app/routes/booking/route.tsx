import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { findHost } from "#db/hosts.server.ts";
import { type Booking, canChange } from "../../domain/booking.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { cancelText } from "../../ui/cancel-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { Place } from "../../ui/place.tsx";
import { placeForGuest } from "../../ui/place-text.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { invitationText, meetText } from "./invitation-text.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.headline} · Slotkeeper` : "Slotkeeper" },
];
export const headers = () => privatePage;

export async function loader({ params, context }: LoaderFunctionArgs) {
  const found = await requireGuestBooking(context, params);
  const { booking, google } = found;
  const host = await findHost(context.db, booking.hostId);
  const isCancelled = booking.status === "cancelled";
  return {
    ...viewMeeting(booking, host?.name ?? ""),
    headline: isCancelled ? "This booking is cancelled" : "Your booking is confirmed",
    isCancelled,
    hostPage: host?.pageEnabled ? `/${host.handle}` : null,
    meetLink: isCancelled || !booking.inCalendar ? null : google.meetLink,
    meetText: meetText(found, context.now()),
    invitation: invitationText(found),
    // Where Google invites, its own invitation is the entry in the guest's calendar.
    hasFile: !isCancelled && (booking.inviter === "own" || !booking.inCalendar),
    canChange: canChange(booking, context.now()),
    path: guestBookingPath(params),
  };
}

function viewMeeting(booking: Booking, hostName: string) {
  const { title, meeting, location, answers, guest } = booking;
  return {
    title,
    hostName,
    when: formatRange(meeting, guest.timeZone),
    zone: zoneLabel(guest.timeZone, meeting.start),
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
    <GuestPage>
      <h1>{booking.headline}</h1>
      <div className="card mt-5">
        <p className={`font-semibold ${booking.isCancelled ? "line-through" : ""}`}>
          {booking.when}
        </p>
        <p className="text-quiet">{booking.zone}</p>
        <p className="mt-2 wrap-anywhere">
          {booking.title} with {booking.hostName}
        </p>
        {booking.meetLink ? (
          <p className="mt-2 wrap-anywhere">
            Google Meet: <a href={booking.meetLink}>{booking.meetLink}</a>
          </p>
        ) : null}
        {booking.meetText ? <p className="mt-2 text-quiet">{booking.meetText}</p> : null}
        {booking.place ? <Place place={booking.place} /> : null}
        <p className="mt-2 wrap-anywhere">For {booking.guestName}</p>
        {booking.notes ? (
          <p className="mt-1 whitespace-pre-line text-quiet wrap-anywhere">{booking.notes}</p>
        ) : null}
        {booking.answers.map(({ question, answer }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change order, and two questions may read alike
          <p key={at} className="mt-2 whitespace-pre-line wrap-anywhere">
            {question}
            <br />
            <span className="text-quiet">{answer}</span>
          </p>
        ))}
        {booking.cancelled ? (
          <p className="mt-2 whitespace-pre-line wrap-anywhere">{booking.cancelled}</p>
        ) : null}
      </div>
      <div className="mt-5">
        <Notice tone={booking.invitation.tone}>{booking.invitation.text}</Notice>
      </div>
      {booking.hasFile ? (
        <p className="mb-5">
          <a href={`${booking.path}/calendar.ics`}>Add it to your calendar (.ics)</a>
        </p>
      ) : null}
      {booking.canChange ? <Changes path={booking.path} /> : null}
      {booking.isCancelled && booking.hostPage ? (
        <p>
          <a href={booking.hostPage}>Book another time</a>
        </p>
      ) : null}
      {booking.isCancelled ? null : (
        <p className="mt-3 text-sm text-quiet">
          Keep the address of this page: with it you can come back to your booking.
        </p>
      )}
    </GuestPage>
  );
}

function Changes({ path }: { path: string }) {
  return (
    <nav aria-label="Change this booking" className="flex flex-wrap gap-3">
      <a className="button button-quiet" href={`${path}/move`}>
        Choose another time
      </a>
      <a className="button button-quiet" href={`${path}/edit`}>
        Change details
      </a>
      <a className="button button-bad" href={`${path}/cancel`}>
        Cancel this booking
      </a>
    </nav>
  );
}
