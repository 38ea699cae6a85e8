import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import type { Booking } from "../../domain/booking.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { refusedWith } from "../../http/changing.server.ts";
import { clientAddress } from "../../http/client-address.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage, withRetryAfter } from "../../http/private-page.ts";
import { refuseTooMany } from "../../http/rate-limit.server.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import { shownPart } from "../../slot-pages/month-view.ts";
import { MoveSteps } from "../../slot-pages/move-steps.tsx";
import { handleMoveForm, type MovingZones, viewMove } from "../../slot-pages/moving.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { guestMailNote } from "../../ui/mail-note.ts";
import { GuestPage } from "../../ui/page.tsx";
import { TooManyForms } from "../../ui/too-many-forms.tsx";
import { ZoneForm } from "../../ui/zone-form.tsx";

export const meta: MetaFunction = () => privateMeta("Move your booking · Slotkeeper");
export const headers = (args: HeadersArgs) => withRetryAfter(privatePage, args);
export const handle = { scripts: "enhance" };

/** In the zone that the guest booked in, unless they choose another. */
function readerOf(
  { guest }: Booking,
  chosen: string | null | undefined,
  request: Request,
): MovingZones {
  const own = findTimeZone(chosen ?? "") ?? guest.timeZone;
  return { own, locale: readerLocale(request) };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const found = await requireGuestBooking(context, params);
  const { booking } = found;
  const asked = new URL(request.url).searchParams;
  const view = await viewMove(context, booking, asked, readerOf(booking, asked.get("tz"), request));
  const where = await findWhereabouts(context.db, booking);
  const note = guestMailNote("newTime", { ...found, where }, context.now(), view.hostName);
  return data({ view, note, bookingPath: guestBookingPath(params) }, { status: view.status });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  await refuseTooMany(context, clientAddress(request), form);
  return orSendAgain(form, async () => {
    const { booking } = await requireGuestBooking(context, params);
    const reader = readerOf(booking, form.tz, request);
    const result = await handleMoveForm(context, booking, form, "guest", reader);
    if (result.kind === "moved") {
      return redirect(`${guestBookingPath(params)}?notice=moved`, 303);
    }
    return data(result.answer, refusedWith(result.status));
  });
}

export default function MoveBooking() {
  const { view, note, bookingPath } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const path = `${bookingPath}/move`;
  const { step, zone, zoneLabel } = view;
  const isChoosing = step.kind === "choose" && !answer;
  return (
    <GuestPage wide={isChoosing} accent={view.accent}>
      <MoveSteps
        view={view}
        answer={answer}
        path={path}
        bookingPath={bookingPath}
        query={{ tz: zone }}
        withWhom={view.hostName}
        other="your host"
        note={note}
        zoneForm={
          step.kind === "choose" ? (
            <ZoneForm path={path} zone={zone} label={zoneLabel} query={shownPart(step.month)} />
          ) : null
        }
      />
    </GuestPage>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  const tooMany = useSentForm(429);
  if (tooMany) return <TooManyForms form={tooMany} nothing="nothing was moved" />;
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your booking was moved. Wait a
      moment and press the button: it is moved once.
    </DatabaseAway>
  );
}
