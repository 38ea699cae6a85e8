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
import {
  notesField,
  placeField,
  revisionField,
  titleField,
} from "../../http/booking-fields.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { mailNote } from "../../ui/mail-note.ts";
import { formatRange, zoneLabel } from "../../ui/time-text.ts";
import { whyUnchangeable } from "../../ui/unchangeable-text.ts";
import { editBooking } from "../../use-cases/edit-booking.server.ts";
import { BookingTexts } from "./booking-texts.tsx";

export const meta: MetaFunction = () => [{ title: "Edit a booking · Slotkeeper" }];

const fields = { revision: revisionField, title: titleField, notes: notesField };
/** Google makes the place of its own meetings. */
const EditForm = {
  withPlace: z.object({ ...fields, place: placeField }),
  withoutPlace: z.object(fields),
};

const hasPlace = ({ location }: Booking) => location.kind !== "google_meet";

const pathOf = ({ id }: Pick<Booking, "id">) => `/bookings/${id}`;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const { title, guest, location } = booking;
  return {
    when: formatRange(booking.meeting, host.timeZone),
    zone: zoneLabel(host.timeZone, booking.meeting.start),
    guest: { name: guest.name, email: guest.email },
    locationKind: location.kind,
    revision: booking.revision,
    stored: { title, place: location.detail, notes: guest.notes },
    impossible: whyUnchangeable(booking, context.now(), "changed"),
    note: mailNote(
      booking,
      host,
      hasPlace(booking) ? "a changed title or place" : "a changed title",
    ),
    bookingPath: pathOf(booking),
  };
}

const refusals = {
  tooLate: { status: 422, text: "This meeting has begun or is over, so it can’t be changed." },
  changedMeanwhile: {
    status: 409,
    text: "This booking has changed since you opened this page, so nothing was saved. What you typed is still here: compare, then save it again.",
  },
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, () => edit(form, request, params, context));
}

async function edit(
  form: Record<string, string>,
  request: Request,
  params: LoaderFunctionArgs["params"],
  context: AppContext,
) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const typed = {
    title: form.title ?? "",
    place: form.place ?? booking.location.detail,
    notes: form.notes ?? booking.guest.notes,
  };
  const Form = hasPlace(booking) ? EditForm.withPlace : EditForm.withoutPlace;
  const parsed = Form.safeParse(form);
  if (!parsed.success) {
    return data({ typed, errors: fieldErrors(parsed.error), refusal: null }, { status: 422 });
  }
  const { revision: expectedRevision, ...changes } = parsed.data;
  const asked = { key: booking, expectedRevision, by: "host" as const, changes };
  const outcome = await editBooking(context, asked);
  switch (outcome.kind) {
    case "done":
      return redirect(`${pathOf(booking)}?notice=edited`, 303);
    case "unknownBooking":
      throw new Response(null, { status: 404 });
    case "tooLate":
    case "changedMeanwhile": {
      const { status, text } = refusals[outcome.kind];
      return data({ typed, errors: {}, refusal: text }, { status });
    }
  }
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
