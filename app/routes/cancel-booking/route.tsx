import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findHost } from "#db/hosts.server.ts";
import { reasonField, revisionField } from "../../http/booking-fields.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privatePage } from "../../http/private-page.ts";
import type { AppContext } from "../../load-context.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { TextArea } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { cancelBooking } from "../../use-cases/cancel-booking.server.ts";

export const meta: MetaFunction = () => [{ title: "Cancel your booking · Slotkeeper" }];
export const headers = () => privatePage;

const CancelForm = z.object({ revision: revisionField, reason: reasonField });

type Params = LoaderFunctionArgs["params"];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { booking } = await requireGuestBooking(context, params);
  if (booking.status === "cancelled") throw redirect(guestBookingPath(params));
  const host = await findHost(context.db, booking.hostId);
  const { timeZone } = booking.guest;
  return {
    title: booking.title,
    hostName: host?.name ?? "",
    when: formatRange(booking.meeting, timeZone),
    zone: zoneLabel(timeZone, booking.meeting.start),
    revision: booking.revision,
    impossible: whyUnchangeable(booking, context.now(), "cancelled"),
    bookingPath: guestBookingPath(params),
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
  return orSendAgain(form, () => cancel(form, params, context));
}

async function cancel(form: Record<string, string>, params: Params, context: AppContext) {
  const { booking } = await requireGuestBooking(context, params);
  const reason = form.reason ?? "";
  const parsed = CancelForm.safeParse(form);
  if (!parsed.success) {
    return data({ reason, errors: fieldErrors(parsed.error), refusal: null }, { status: 422 });
  }
  const outcome = await cancelBooking(context, {
    key: booking,
    expectedRevision: parsed.data.revision,
    by: "guest",
    reason: parsed.data.reason,
  });
  switch (outcome.kind) {
    case "done":
      return redirect(guestBookingPath(params), 303);
    case "unknownBooking":
      throw new Response(null, { status: 404 });
    case "tooLate":
    case "changedMeanwhile": {
      const { status, text } = refusals[outcome.kind];
      return data({ reason, errors: {}, refusal: text }, { status });
    }
  }
}

export default function CancelBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors: Record<string, string | undefined> = result?.errors ?? {};
  const problem = booking.impossible ?? result?.refusal ?? errors.revision;
  return (
    <GuestPage>
      <h1>Cancel this booking?</h1>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <div className="card my-5">
        <p className="font-semibold">{booking.when}</p>
        <p className="text-quiet">{booking.zone}</p>
        <p className="mt-2">
          {booking.title} with {booking.hostName}
        </p>
      </div>
      {booking.impossible ? null : (
        <form method="post">
          <input type="hidden" name="revision" value={booking.revision} />
          <TextArea
            name="reason"
            label={`A word to ${booking.hostName} (optional)`}
            maxLength={500}
            defaultValue={result?.reason}
            error={errors.reason}
          />
          <button type="submit" className="button button-bad">
            Cancel this booking
          </button>
        </form>
      )}
      <p className="mt-5">
        <a href={booking.bookingPath}>Back to the booking</a>
      </p>
    </GuestPage>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your booking was cancelled. What
      you wrote is still here. Wait a moment and press the button.
    </DatabaseAway>
  );
}
