import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Booking } from "../../domain/booking.ts";
import { findTimeZone, listTimeZones } from "../../domain/time-zone.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage } from "../../http/private-page.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import { MoveSteps } from "../../slot-pages/move-steps.tsx";
import { handleMoveForm, type MovingZones, viewMove } from "../../slot-pages/moving.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { ZoneForm } from "../../ui/zone-form.tsx";

export const meta: MetaFunction = () => privateMeta("Move your booking · Slotkeeper");
export const headers = () => privatePage;
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
  const { booking } = await requireGuestBooking(context, params);
  const asked = new URL(request.url).searchParams;
  const view = await viewMove(context, booking, asked, readerOf(booking, asked.get("tz"), request));
  const page = { view, bookingPath: guestBookingPath(params), zones: listTimeZones() };
  return data(page, { status: view.status });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, async () => {
    const { booking } = await requireGuestBooking(context, params);
    const reader = readerOf(booking, form.tz, request);
    const result = await handleMoveForm(context, booking, form, "guest", reader);
    if (result.kind === "moved") return redirect(guestBookingPath(params), 303);
    return data(result.answer, { status: result.status });
  });
}

export default function MoveBooking() {
  const { view, bookingPath, zones } = useLoaderData<typeof loader>();
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
        zoneForm={
          step.kind === "choose" ? (
            <ZoneForm
              path={path}
              zone={zone}
              label={zoneLabel}
              zones={zones}
              month={step.month.month}
            />
          ) : null
        }
      />
    </GuestPage>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your booking was moved. Wait a
      moment and press the button: it is moved once.
    </DatabaseAway>
  );
}
