import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { setWhenBusyTimesUnknown } from "#db/hosts.server.ts";
import { listSchedules, type ScheduleUse } from "#db/schedules.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { Notice } from "../../ui/notice.tsx";
import { zoneLabel, zoneName } from "../../ui/time-text.ts";
import { viewBusyTimes } from "./busy-times.server.ts";
import { BusyTimesSection } from "./busy-times-section.tsx";
import { quotedList, weekLines } from "./hours-text.ts";
import { notices } from "./messages.ts";
import { ScheduleCard, type ScheduleView } from "./schedule-card.tsx";
import { drawWeek } from "./week-geometry.ts";

export const meta: MetaFunction = () => [{ title: "Availability · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const [found, busyTimes] = await Promise.all([
    listSchedules(context.db, host.id),
    viewBusyTimes(context, host),
  ]);
  const ofDefault = found.find(({ schedule }) => schedule.isDefault)?.schedule.timeZone ?? null;
  const isElsewhere = ofDefault !== null && ofDefault !== host.timeZone;
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    schedules: found.map((each) => viewSchedule(each, context.now())),
    /** The zone in the settings, and that of the default schedule, where they differ. */
    zones: isElsewhere ? { settings: host.timeZone, schedule: ofDefault } : null,
    busyTimes,
    whenUnknown: host.whenBusyTimesUnknown,
  };
}

function viewSchedule({ schedule, usedBy }: ScheduleUse, now: number): ScheduleView {
  const { id, name, timeZone, isDefault, weeklyHours } = schedule;
  return {
    ...{ id, name, isDefault },
    zone: zoneLabel(timeZone, now),
    week: weekLines(weeklyHours),
    picture: drawWeek(weeklyHours),
    usedBy: quotedList(usedBy),
  };
}

const Fields = z.object({
  whenBusyTimesUnknown: z.enum(["accept", "refuse"], { error: "Choose one of the two." }),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const parsed = Fields.safeParse(await readForm(request));
  if (!parsed.success) return data({ errors: fieldErrors(parsed.error) }, { status: 422 });
  const { whenBusyTimesUnknown: choice } = parsed.data;
  await setWhenBusyTimesUnknown(context.db, host.id, choice, context.now());
  return redirect("/availability?notice=choice", 303);
}

export default function Availability() {
  const { notice, schedules, zones, busyTimes, whenUnknown } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1>Availability</h1>
        <Link className="button" to="/availability/new">
          New schedule
        </Link>
      </div>
      {notice && !errors ? <Notice tone="good">{notice}</Notice> : null}
      {zones ? (
        <Notice tone="warn">
          Your default schedule is kept in {zoneName(zones.schedule)}, and your settings say{" "}
          {zoneName(zones.settings)}. When you save your page’s address and time zone in the{" "}
          <Link to="/settings">settings</Link>, the default schedule takes over that time zone.
        </Notice>
      ) : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {schedules.map((schedule) => (
          <ScheduleCard key={schedule.id} {...schedule} />
        ))}
      </ul>
      {busyTimes ? (
        <BusyTimesSection
          view={busyTimes}
          whenUnknown={whenUnknown}
          error={errors?.whenBusyTimesUnknown}
        />
      ) : (
        <section aria-labelledby="busy" className="card mt-6">
          <h2 id="busy">Busy times from Google Calendar</h2>
          <p className="mt-2">
            No calendar is connected, so only bookings made here take slots away.{" "}
            <Link className="inline-flex min-h-6 items-center" to="/settings/calendar">
              Connect a Google Calendar
            </Link>
          </p>
        </section>
      )}
    </>
  );
}
