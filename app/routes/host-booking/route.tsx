import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { readForm } from "../../http/form.server.ts";
import { requireHostBooking } from "../../http/host-booking.server.ts";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useRefreshWhile } from "../../ui/use-refresh-while.ts";
import { BookingDetails } from "./booking-details.tsx";
import { viewBooking } from "./booking-view.server.ts";
import { History } from "./history.tsx";
import { notFollowedText, notices, refusals } from "./messages.ts";
import { SettleForm, settle } from "./settle.server.ts";
import { SyncSection } from "./sync-section.tsx";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `${loaded.booking.guest.name} · Slotkeeper` : "Slotkeeper" },
];

/** After a refusal too, which Remix does not do by itself: the page says that it shows how the booking stands now. */
export const shouldRevalidate = () => true;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const found = await requireHostBooking(context, host.id, params);
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    booking: await viewBooking(context, host, found),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { booking } = await requireHostBooking(context, host.id, params);
  const form = SettleForm.safeParse(await readForm(request));
  if (!form.success) throw new Response(null, { status: 400 });
  const outcome = await settle(context, booking, form.data);
  const backWith = (notice: string) =>
    redirect(`${hostBookingPath(booking)}?notice=${notice}`, 303);
  switch (outcome.kind) {
    case "done":
    case "tried":
      return backWith(form.data.intent);
    case "nothingToTry":
      return backWith("underWay");
    case "notFollowed":
      return data({ refusal: notFollowedText(outcome.account) }, { status: 409 });
    case "unknownBooking":
      throw new Response(null, { status: 404 });
    case "tooLate":
    case "changedMeanwhile":
    case "noOtherTime":
    case "taken":
    case "nowhereToPut":
    case "unknownCalendar": {
      const { status, text } = refusals[outcome.kind];
      return data({ refusal: text }, { status });
    }
  }
}

export default function HostBooking() {
  const { notice, booking } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  useRefreshWhile(booking.isUnderWay);
  return (
    <>
      <BackLink to="/bookings">All bookings</BackLink>
      <h1 className="mb-5">
        <bdi>{booking.title}</bdi> with <bdi>{booking.guest.name}</bdi>
      </h1>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {notice && !refusal ? <Notice tone="plain">{notice}</Notice> : null}
      <div className="grid gap-6">
        <BookingDetails booking={booking} />
        <SyncSection booking={booking} />
        <History entries={booking.history} />
      </div>
    </>
  );
}
