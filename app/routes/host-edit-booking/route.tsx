import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findWhereabouts } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import type { Booking } from "../../domain/booking.ts";
import {
  notesField,
  placeField,
  revisionField,
  titleField,
} from "../../http/booking-fields.server.ts";
import { editRefusals, handleChangeForm } from "../../http/changing.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import type { AppContext } from "../../load-context.server.ts";
import { mailNote } from "../../ui/mail-note.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { editBooking } from "../../use-cases/edit-booking.server.ts";
import { BookingTexts } from "./booking-texts.tsx";

export const meta: MetaFunction = () => [{ title: "Edit a booking · Slotkeeper" }];

const common = { revision: revisionField, title: titleField, notes: notesField };
/** Google makes the place of its own meetings. */
const EditForm = {
  withPlace: z.object({ ...common, place: placeField }),
  withoutPlace: z.object(common),
};

const hasPlace = ({ location }: Booking) => location.kind !== "google_meet";

type Params = LoaderFunctionArgs["params"];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const found = await requireHostBooking(context, host.id, params);
  const { booking } = found;
  const where = await findWhereabouts(context.db, booking);
  const { title, guest, location } = booking;
  return {
    when: formatRange(booking.meeting, host.timeZone),
    zone: zoneLabel(host.timeZone, booking.meeting.start),
    guest: { name: guest.name, email: guest.email },
    locationKind: location.kind,
    revision: booking.revision,
    stored: { title, place: location.detail, notes: guest.notes },
    impossible: whyUnchangeable(booking, context.now(), "changed"),
    note: mailNote("newTexts", { ...found, where }, context.now()),
    bookingPath: hostBookingPath(booking),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, () => edit(form, request, params, context));
}

async function edit(
  form: Record<string, string>,
  request: Request,
  params: Params,
  context: AppContext,
) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const typed = {
    title: form.title ?? "",
    place: form.place ?? booking.location.detail,
    notes: form.notes ?? booking.guest.notes,
  };
  const fields = hasPlace(booking) ? EditForm.withPlace : EditForm.withoutPlace;
  const asked = { fields, refusals: editRefusals, typed };
  const result = await handleChangeForm(form, asked, ({ revision, ...changes }) =>
    editBooking(context, { key: booking, expectedRevision: revision, by: "host", changes }),
  );
  if (result.kind === "done") return redirect(`${hostBookingPath(booking)}?notice=edited`, 303);
  return data(result.answer, { status: result.status });
}

export default function HostEditBooking() {
  const booking = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <BookingTexts
      booking={booking}
      typed={result?.typed ?? booking.stored}
      errors={result?.errors ?? {}}
      refusal={result?.refusal ?? null}
    />
  );
}
