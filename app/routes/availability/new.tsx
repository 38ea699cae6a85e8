import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createSchedule, MOST_SCHEDULES } from "#db/schedules.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { defaultWeeklyHours } from "../../domain/schedule.ts";
import { listTimeZones } from "../../domain/time-zone.ts";
import { readForm } from "../../http/form.server.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { weekDraftOf } from "./hours-draft.ts";
import { handleScheduleForm, type ScheduleAnswer } from "./schedule-form.server.ts";
import { ScheduleForm } from "./schedule-form.tsx";

export const meta: MetaFunction = () => [{ title: "New schedule · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return {
    schedule: {
      name: "",
      timeZone: host.timeZone,
      week: weekDraftOf(defaultWeeklyHours()),
      version: "",
    },
    zones: listTimeZones(),
    guessedZone: guessTimeZone(request),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  const result = handleScheduleForm(form);
  if (result.kind === "shown") return data(result.answer, { status: result.status });
  const id = context.newId();
  if (await createSchedule(context.db, host.id, id, result.content)) {
    return redirect(`/availability/${id}?notice=created`, 303);
  }
  const { name, timeZone, weeklyHours } = result.content;
  const answer: ScheduleAnswer = {
    draft: { name, timeZone, week: weekDraftOf(weeklyHours), version: "" },
    errors: { name: `You have ${MOST_SCHEDULES} schedules, which is the most. Delete one first.` },
    done: null,
    focus: null,
  };
  return data(answer, { status: 422 });
}

export default function NewSchedule() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  const isRefused = answer !== null && Object.keys(answer.errors).length > 0;
  return (
    <>
      <BackLink to="/availability">Availability</BackLink>
      <h1 className="mb-6">New schedule</h1>
      {isRefused ? <Notice tone="bad">Nothing was saved: see below.</Notice> : null}
      <ScheduleForm {...page} action="/availability/new" answer={answer} submit="Save" />
    </>
  );
}
