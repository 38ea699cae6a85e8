import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { CancelFields, cancelRefusals, handleChangeForm } from "../../http/changing.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import type { AppContext } from "../../load-context.server.ts";
import { CancelForm } from "../../ui/cancel-form.tsx";
import { ChangeFrame } from "../../ui/change-frame.tsx";
import { mailNote } from "../../ui/mail-note.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { cancelBooking } from "../../use-cases/cancel-booking.server.ts";

export const meta: MetaFunction = () => [{ title: "Cancel a booking · Slotkeeper" }];

type Params = LoaderFunctionArgs["params"];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const found = await requireHostBooking(context, host.id, params);
  const { booking } = found;
  const where = await findWhereabouts(context.db, booking);
  if (booking.status === "cancelled") throw redirect(hostBookingPath(booking));
  return {
    title: booking.title,
    guest: { name: booking.guest.name, email: booking.guest.email },
    when: formatRange(booking.meeting, host.timeZone),
    zone: zoneLabel(host.timeZone, booking.meeting.start),
    revision: booking.revision,
    impossible: whyUnchangeable(booking, context.now(), "cancelled"),
    note: mailNote("cancellation", { ...found, where }, context.now()),
    bookingPath: hostBookingPath(booking),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, () => cancel(form, request, params, context));
}

async function cancel(
  form: Record<string, string>,
  request: Request,
  params: Params,
  context: AppContext,
) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const typed = { reason: form.reason ?? "" };
  const asked = { fields: CancelFields, refusals: cancelRefusals, typed };
  const result = await handleChangeForm(form, asked, ({ revision, reason }) =>
    cancelBooking(context, { key: booking, expectedRevision: revision, by: "host", reason }),
  );
  if (result.kind === "done") return redirect(`${hostBookingPath(booking)}?notice=cancelled`, 303);
  return data(result.answer, { status: result.status });
}

export default function HostCancelBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors: Record<string, string | undefined> = result?.errors ?? {};
  const { guest } = booking;
  return (
    <ChangeFrame
      heading="Cancel this booking?"
      bookingPath={booking.bookingPath}
      problem={booking.impossible ?? result?.refusal ?? errors.revision ?? null}
      when={booking.when}
      zone={booking.zone}
      about={
        <>
          <bdi>{booking.title}</bdi> with <bdi>{guest.name}</bdi>, {guest.email}
        </>
      }
    >
      {booking.impossible ? null : (
        <>
          <CancelForm
            revision={booking.revision}
            other={guest.name}
            hint="Shown on their booking page."
            reason={result?.typed.reason}
            error={errors.reason}
          />
          <p className="mt-3 text-sm text-quiet">{booking.note}</p>
        </>
      )}
    </ChangeFrame>
  );
}
