import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { endFirstSteps } from "#db/hosts.server.ts";
import { countLeftEvents } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { doneSteps } from "../../domain/first-steps.ts";
import { readForm } from "../../http/form.server.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import { calendarPresence } from "../host-area/calendar-presence.server.ts";
import { AttentionSection } from "./attention-section.tsx";
import { loadBookings } from "./bookings.server.ts";
import { CalendarMatters, hasCalendarMatters } from "./calendar-matters.tsx";
import { FirstStepsCard } from "./first-steps-card.tsx";
import { Lately } from "./lately.tsx";
import { Next } from "./next.tsx";
import { Today } from "./today.tsx";

export const meta: MetaFunction = () => [{ title: "Dashboard · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const [presence, left, bookings] = await Promise.all([
    calendarPresence(context, host),
    countLeftEvents(context.db, host.id, context.now()),
    loadBookings(context, host),
  ]);
  return {
    firstSteps: doneSteps(host),
    page: { address: `${context.env.APP_ORIGIN}/${host.handle}`, isOn: host.pageEnabled },
    ...{ presence, left, ...bookings },
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { intent } = await readForm(request);
  if (intent !== "endFirstSteps") throw new Response(null, { status: 400 });
  await endFirstSteps(context.db, host.id);
  return redirect("/dashboard", 303);
}

export default function Dashboard() {
  const shown = useLoaderData<typeof loader>();
  const { firstSteps, page, today, next } = shown;
  // Whoever has not come to that step yet is led there by the card.
  const isCalendarAhead = !firstSteps.includes("calendar");
  const calendar = { presence: shown.presence, left: shown.left, isCalendarAhead };
  return (
    <>
      <h1 className="mb-5">Dashboard</h1>
      <FirstStepsCard done={firstSteps} />
      <div className="mb-6">
        {page.isOn ? (
          <CopyField id="address" label="Address of your page" value={page.address} />
        ) : (
          <p className="card wrap-anywhere">
            Your page is off, so nobody can book. <Link to="/settings/page">Switch it on</Link>
          </p>
        )}
      </div>
      <AttentionSection rows={shown.attention} isMore={shown.isMoreUnsettled}>
        {hasCalendarMatters(calendar) ? <CalendarMatters {...calendar} /> : null}
      </AttentionSection>
      <Today
        day={today}
        cancelled={shown.cancelledToday}
        isMore={shown.isMoreToday}
        next={next[0] ?? null}
        isPageOn={page.isOn}
      />
      <Next days={next} />
      <Lately over={shown.over} cancelled={shown.latelyCancelled} />
      <p className="mt-4 flex flex-wrap gap-x-6">
        <Link className="lone-link" to="/bookings">
          All bookings
        </Link>
        <Link className="lone-link" to="/bookings?list=past">
          Past
        </Link>
        <Link className="lone-link" to="/bookings?list=cancelled">
          Cancelled
        </Link>
      </p>
    </>
  );
}
