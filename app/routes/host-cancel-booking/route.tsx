import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireHost } from "../../auth/session.server.ts";
import type { Booking } from "../../domain/booking.ts";
import { reasonField, revisionField } from "../../http/booking-fields.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { TextArea } from "../../ui/field.tsx";
import { mailNote } from "../../ui/mail-note.ts";
import { Notice } from "../../ui/notice.tsx";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { cancelBooking } from "../../use-cases/cancel-booking.server.ts";

export const meta: MetaFunction = () => [{ title: "Cancel a booking · Slotkeeper" }];

const CancelForm = z.object({ revision: revisionField, reason: reasonField });

const pathOf = ({ id }: Pick<Booking, "id">) => `/bookings/${id}`;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  if (booking.status === "cancelled") throw redirect(pathOf(booking));
  return {
    title: booking.title,
    guest: { name: booking.guest.name, email: booking.guest.email },
    when: formatRange(booking.meeting, host.timeZone),
    zone: zoneLabel(host.timeZone, booking.meeting.start),
    revision: booking.revision,
    impossible: whyUnchangeable(booking, context.now(), "cancelled"),
    note: mailNote(booking, host, "the cancellation"),
    bookingPath: pathOf(booking),
  };
}

const refusals = {
  tooLate: { status: 422, text: "This meeting has begun or is over, so it can’t be cancelled." },
  changedMeanwhile: {
    status: 409,
    text: "This booking has changed since you opened this page. Check the details below, then cancel again.",
  },
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, () => cancel(form, request, params, context));
}

async function cancel(
  form: Record<string, string>,
  request: Request,
  params: LoaderFunctionArgs["params"],
  context: AppContext,
) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const typed = { reason: form.reason ?? "" };
  const parsed = CancelForm.safeParse(form);
  if (!parsed.success) {
    return data({ typed, errors: fieldErrors(parsed.error), refusal: null }, { status: 422 });
  }
  const { revision: expectedRevision, reason } = parsed.data;
  const asked = { key: booking, expectedRevision, by: "host" as const, reason };
  const outcome = await cancelBooking(context, asked);
  switch (outcome.kind) {
    case "done":
      return redirect(`${pathOf(booking)}?notice=cancelled`, 303);
    case "unknownBooking":
      throw new Response(null, { status: 404 });
    case "tooLate":
    case "changedMeanwhile": {
      const { status, text } = refusals[outcome.kind];
      return data({ typed, errors: {}, refusal: text }, { status });
    }
  }
}

export default function HostCancelBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors: Record<string, string | undefined> = result?.errors ?? {};
  const problem = booking.impossible ?? result?.refusal ?? errors.revision;
  return (
    <div className="max-w-xl">
      <BackLink to={booking.bookingPath} />
      <h1>Cancel this booking?</h1>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <div className="card my-5">
        <p className="font-semibold">{booking.when}</p>
        <p className="text-quiet">{booking.zone}</p>
        <p className="mt-2 wrap-anywhere">
          {booking.title} with {booking.guest.name}, {booking.guest.email}
        </p>
      </div>
      {booking.impossible ? null : (
        <form method="post">
          <input type="hidden" name="revision" value={booking.revision} />
          <TextArea
            name="reason"
            label={`A word to ${booking.guest.name} (optional)`}
            hint="It stands on their page of this booking."
            maxLength={500}
            defaultValue={result?.typed.reason}
            error={errors.reason}
          />
          <button type="submit" className="button button-bad">
            Cancel this booking
          </button>
          <p className="mt-3 text-sm text-quiet">{booking.note}</p>
        </form>
      )}
    </div>
  );
}
