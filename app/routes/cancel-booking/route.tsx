import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findHost } from "#db/hosts.server.ts";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import {
  CancelFields,
  cancelRefusals,
  handleChangeForm,
  refusedWith,
} from "../../http/changing.server.ts";
import { clientAddress } from "../../http/client-address.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage, withRetryAfter } from "../../http/private-page.ts";
import { refuseTooMany } from "../../http/rate-limit.server.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import type { AppContext } from "../../load-context.server.ts";
import { CancelForm } from "../../ui/cancel-form.tsx";
import { ChangeFrame } from "../../ui/change-frame.tsx";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { guestMailNote } from "../../ui/mail-note.ts";
import { GuestPage } from "../../ui/page.tsx";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { TooManyForms } from "../../ui/too-many-forms.tsx";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { cancelBooking } from "../../use-cases/cancel-booking.server.ts";

export const meta: MetaFunction = () => privateMeta("Cancel your booking · Slotkeeper");
export const headers = (args: HeadersArgs) => withRetryAfter(privatePage, args);
export const handle = { scripts: "enhance" };

type Params = LoaderFunctionArgs["params"];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const found = await requireGuestBooking(context, params);
  const { booking } = found;
  if (booking.status === "cancelled") throw redirect(guestBookingPath(params));
  const [host, where] = await Promise.all([
    findHost(context.db, booking.hostId),
    findWhereabouts(context.db, booking),
  ]);
  const hostName = host?.name ?? "";
  const { timeZone } = booking.guest;
  return {
    title: booking.title,
    hostName,
    accent: host?.accent,
    when: formatRange(booking.meeting, timeZone, { locale: readerLocale(request) }),
    zone: zoneLabel(timeZone, booking.meeting.start),
    revision: booking.revision,
    impossible: whyUnchangeable(booking, context.now(), "cancelled"),
    note: guestMailNote("cancellation", { ...found, where }, context.now(), hostName),
    bookingPath: guestBookingPath(params),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  await refuseTooMany(context, clientAddress(request), form);
  return orSendAgain(form, () => cancel(form, params, context));
}

async function cancel(form: Record<string, string>, params: Params, context: AppContext) {
  const { booking } = await requireGuestBooking(context, params);
  const typed = { reason: form.reason ?? "" };
  const asked = { fields: CancelFields, refusals: cancelRefusals, typed };
  const result = await handleChangeForm(form, asked, ({ revision, reason }) =>
    cancelBooking(context, { key: booking, expectedRevision: revision, by: "guest", reason }),
  );
  if (result.kind === "done") return redirect(guestBookingPath(params), 303);
  return data(result.answer, refusedWith(result.status));
}

export default function CancelBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const errors: Record<string, string | undefined> = result?.errors ?? {};
  return (
    <GuestPage accent={booking.accent}>
      <ChangeFrame
        heading="Cancel this booking?"
        bookingPath={booking.bookingPath}
        problem={booking.impossible ?? result?.refusal ?? errors.revision ?? null}
        when={booking.when}
        zone={booking.zone}
        about={`${booking.title} with ${booking.hostName}`}
      >
        {booking.impossible ? null : (
          <>
            <CancelForm
              revision={booking.revision}
              other={booking.hostName}
              reason={result?.typed.reason}
              error={errors.reason}
            />
            <p className="mt-3 text-sm text-quiet">{booking.note}</p>
            <p className="mt-3">
              <a className="lone-link" href={`${booking.bookingPath}/move`}>
                Choose another time instead
              </a>
            </p>
          </>
        )}
      </ChangeFrame>
    </GuestPage>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  const tooMany = useSentForm(429);
  if (tooMany) return <TooManyForms form={tooMany} nothing="nothing was cancelled" />;
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your booking was cancelled. What
      you wrote is still here. Wait a moment and press the button.
    </DatabaseAway>
  );
}
