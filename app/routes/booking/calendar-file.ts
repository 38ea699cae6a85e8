import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { findNewestEvent } from "#db/booking-revisions.server.ts";
import { findHost } from "#db/hosts.server.ts";
import { bookingFile } from "../../domain/booking-file.ts";
import { requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { guestLink } from "../../use-cases/guest-link.server.ts";

/** The booking as its guest takes it into a calendar of their own. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, env, now } = context;
  const { booking, google } = await requireGuestBooking(context, params);
  const [host, event] = await Promise.all([
    findHost(db, booking.hostId),
    findNewestEvent(db, booking),
  ]);
  const isHeld = booking.status === "confirmed" && booking.inCalendar;
  const file = bookingFile(
    {
      booking,
      hostName: host?.name ?? "",
      generation: event?.generation ?? 1,
      meetLink: isHeld ? google.meetLink : null,
      guestLink: await guestLink(env, booking),
    },
    now(),
  );
  return new Response(file, {
    headers: {
      ...privatePage,
      "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
      "Content-Disposition": 'attachment; filename="booking.ics"',
    },
  });
}
