import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Host } from "#db/hosts.server.ts";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import type { Booking } from "../../domain/booking.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { MoveSteps } from "../../slot-pages/move-steps.tsx";
import { handleMoveForm, type MovingZones, viewMove } from "../../slot-pages/moving.server.ts";
import { mailNote } from "../../ui/mail-note.ts";

export const meta: MetaFunction = () => [{ title: "Move a booking · Slotkeeper" }];

const zonesFor = (host: Host, { guest }: Booking): MovingZones => ({
  own: host.timeZone,
  other: guest.timeZone,
});

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const found = await requireHostBooking(context, host.id, params);
  const { booking } = found;
  const where = await findWhereabouts(context.db, booking);
  const asked = new URL(request.url).searchParams;
  const view = await viewMove(context, booking, asked, zonesFor(host, booking));
  const note = mailNote("newTime", { ...found, where }, context.now());
  return data({ view, note, bookingPath: hostBookingPath(booking) }, { status: view.status });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, async () => {
    const { host } = await requireHost(request, context);
    const { booking } = await requireHostBooking(context, host.id, params);
    const zones = zonesFor(host, booking);
    const result = await handleMoveForm(context, booking, form, "host", zones);
    if (result.kind === "moved") return redirect(`${hostBookingPath(booking)}?notice=moved`, 303);
    return data(result.answer, { status: result.status });
  });
}

export default function HostMoveBooking() {
  const { view, bookingPath, note } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <MoveSteps
        view={view}
        answer={answer}
        path={`${bookingPath}/move`}
        bookingPath={bookingPath}
        query={{}}
        withWhom={view.guestName}
        other={view.guestName}
        note={note}
      />
      {view.step.kind === "choose" && !answer ? (
        <p className="mt-6 text-quiet">All times are in {view.zoneLabel}.</p>
      ) : null}
    </>
  );
}
