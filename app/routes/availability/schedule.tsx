import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { deleteSchedule, makeDefault, saveSchedule } from "#db/schedules.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { listTimeZones, localDay } from "../../domain/time-zone.ts";
import { readForm } from "../../http/form.server.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { textOfCode } from "../../http/notice-code.ts";
import type { AppContext } from "../../load-context.server.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { DatesCard } from "./dates-card.tsx";
import { weekDraftOf } from "./hours-draft.ts";
import { quotedList, weekLines } from "./hours-text.ts";
import { ManageCard } from "./manage-card.tsx";
import { notices } from "./messages.ts";
import { viewOverrides } from "./override-view.ts";
import { requireSchedule } from "./required-schedule.server.ts";
import { handleScheduleForm, type ScheduleAnswer } from "./schedule-form.server.ts";
import { ScheduleForm } from "./schedule-form.tsx";
import { changedMeanwhile, versionOf } from "./schedule-version.server.ts";
import { WeekAtAGlance } from "./week-at-a-glance.tsx";
import { drawWeek } from "./week-geometry.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.schedule.name ?? "Schedule"} · Slotkeeper` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { schedule, usedBy, overrides } = await requireSchedule(
    context,
    host.id,
    params.scheduleId,
  );
  const { id, name, timeZone, weeklyHours, isDefault } = schedule;
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    id,
    schedule: {
      name,
      timeZone,
      week: weekDraftOf(weeklyHours),
      version: await versionOf(schedule),
    },
    glance: { week: weekLines(weeklyHours), picture: drawWeek(weeklyHours) },
    isDefault,
    usedBy: quotedList(usedBy),
    dates: viewOverrides(overrides, localDay(context.now(), timeZone)),
    zones: listTimeZones(),
    guessedZone: guessTimeZone(request),
  };
}

/** What the form, or the button that deletes, is answered with when nothing was stored. */
interface Answered {
  answer: ScheduleAnswer | null;
  keptBecause: string | null;
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  const { schedule } = await requireSchedule(context, host.id, params.scheduleId);
  const { id } = schedule;
  if (form.do === "make-default") {
    if (!(await makeDefault(context.db, host.id, id))) throw new Response(null, { status: 404 });
    return redirect(`/availability/${id}?notice=madeDefault`, 303);
  }
  if (form.do === "delete") return deleteAndAnswer(context, host.id, id);
  const result = handleScheduleForm(form);
  if (result.kind === "shown") {
    return data({ answer: result.answer, keptBecause: null }, { status: result.status });
  }
  const answer = await changedMeanwhile(form.version, schedule, result.content);
  if (answer) return data({ answer, keptBecause: null }, { status: 409 });
  if (!(await saveSchedule(context.db, host.id, id, result.content))) {
    throw new Response(null, { status: 404 });
  }
  return redirect(`/availability/${id}?notice=saved`, 303);
}

async function deleteAndAnswer(context: AppContext, hostId: string, id: string) {
  if (await deleteSchedule(context.db, hostId, id)) {
    return redirect("/availability?notice=deleted", 303);
  }
  const { schedule, usedBy } = await requireSchedule(context, hostId, id);
  const keptBecause = schedule.isDefault
    ? "This is your default schedule. Make another one the default first."
    : `It is used by ${quotedList(usedBy)}. Choose another schedule there first.`;
  return data({ answer: null, keptBecause }, { status: 422 });
}

export default function EditSchedule() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<Answered>();
  const answer = result?.answer ?? null;
  const keptBecause = result?.keptBecause ?? null;
  const isRefused = answer !== null && Object.keys(answer.errors).length > 0;
  const action = `/availability/${page.id}`;
  return (
    <>
      <BackLink to="/availability">Availability</BackLink>
      <h1 className="mb-6 wrap-anywhere">{page.schedule.name}</h1>
      {page.notice && !answer && !keptBecause ? <Notice tone="good">{page.notice}</Notice> : null}
      {isRefused ? <Notice tone="bad">Nothing was saved: see below.</Notice> : null}
      <section aria-labelledby="glance" className="card mb-6">
        <h2 id="glance">The week as it is saved</h2>
        <WeekAtAGlance {...page.glance} howToAdd="Add hours to a day below, and save." />
      </section>
      <ScheduleForm
        action={action}
        schedule={page.schedule}
        answer={answer}
        zones={page.zones}
        guessedZone={page.guessedZone}
        submit="Save"
      />
      <DatesCard dates={page.dates} to={`${action}/dates`} />
      <ManageCard
        action={action}
        isDefault={page.isDefault}
        usedBy={page.usedBy}
        keptBecause={keptBecause}
      />
    </>
  );
}
