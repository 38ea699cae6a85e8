import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findHost } from "#db/hosts.server.ts";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import { guestNameField, notesField, revisionField } from "../../http/booking-fields.server.ts";
import { editRefusals, handleChangeForm, refusedWith } from "../../http/changing.server.ts";
import { clientAddress } from "../../http/client-address.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { guestBookingPath, requireGuestBooking } from "../../http/guest-booking.server.ts";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage, withRetryAfter } from "../../http/private-page.ts";
import { refuseTooMany } from "../../http/rate-limit.server.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import type { AppContext } from "../../load-context.server.ts";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { guestMailNote } from "../../ui/mail-note.ts";
import { GuestPage } from "../../ui/page.tsx";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { TooManyForms } from "../../ui/too-many-forms.tsx";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { editBooking } from "../../use-cases/edit-booking.server.ts";
import { GuestDetails } from "./guest-details.tsx";

export const meta: MetaFunction = () => privateMeta("Change your details · Slotkeeper");
export const headers = (args: HeadersArgs) => withRetryAfter(privatePage, args);
export const handle = { scripts: "enhance" };

const EditForm = z.object({ revision: revisionField, name: guestNameField, notes: notesField });

type Params = LoaderFunctionArgs["params"];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const found = await requireGuestBooking(context, params);
  const { booking } = found;
  const [host, where] = await Promise.all([
    findHost(context.db, booking.hostId),
    findWhereabouts(context.db, booking),
  ]);
  const hostName = host?.name ?? "";
  const { name, email, notes, timeZone } = booking.guest;
  return {
    title: booking.title,
    hostName,
    accent: host?.accent,
    when: formatRange(booking.meeting, timeZone, { locale: readerLocale(request) }),
    zone: zoneLabel(timeZone, booking.meeting.start),
    revision: booking.revision,
    stored: { name, notes },
    email,
    wasInvited: booking.inviter === "google",
    impossible: whyUnchangeable(booking, context.now(), "changed"),
    note: guestMailNote("newTexts", { ...found, where }, context.now(), hostName),
    bookingPath: guestBookingPath(params),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  await refuseTooMany(context, clientAddress(request), form);
  return orSendAgain(form, () => edit(form, params, context));
}

async function edit(form: Record<string, string>, params: Params, context: AppContext) {
  const { booking } = await requireGuestBooking(context, params);
  const typed = { name: form.name ?? "", notes: form.notes ?? booking.guest.notes };
  const asked = { fields: EditForm, refusals: editRefusals, typed };
  const result = await handleChangeForm(form, asked, ({ revision, name: guestName, notes }) =>
    editBooking(context, {
      key: booking,
      expectedRevision: revision,
      by: "guest",
      changes: { guestName, notes },
    }),
  );
  if (result.kind === "done") return redirect(`${guestBookingPath(params)}?notice=saved`, 303);
  return data(result.answer, refusedWith(result.status));
}

export default function EditBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <GuestPage accent={booking.accent}>
      <GuestDetails
        booking={booking}
        typed={result?.typed ?? booking.stored}
        errors={result?.errors ?? {}}
        refusal={result?.refusal ?? null}
      />
    </GuestPage>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  const tooMany = useSentForm(429);
  if (tooMany) return <TooManyForms form={tooMany} nothing="nothing was saved" />;
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your changes were saved. What
      you typed is still here. Wait a moment and press the button.
    </DatabaseAway>
  );
}
