import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { removeDateOverride } from "#db/schedules.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { localDay } from "../../domain/time-zone.ts";
import { readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { keepsForms } from "../../ui/unsaved-guard.tsx";
import { DatesCalendar } from "./dates-calendar.tsx";
import {
  draftOf,
  fieldsOfDates,
  isPutBack,
  noDates,
  readRemoved,
  readUndo,
} from "./dates-draft.ts";
import { type DatesAnswer, handleDatesForm } from "./dates-form.server.ts";
import { viewDatesMonth } from "./dates-month.ts";
import { DatesPanel } from "./dates-panel.tsx";
import { notices } from "./messages.ts";
import { OverrideList } from "./override-list.tsx";
import { viewOverrides } from "./override-view.ts";
import { RemovedNotice } from "./removed-notice.tsx";
import { requireSchedule } from "./required-schedule.server.ts";

export const meta: MetaFunction = () => [{ title: "Days off and other hours · Slotkeeper" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { schedule, overrides } = await requireSchedule(context, host.id, params.scheduleId);
  const asked = new URL(request.url).searchParams;
  const { id, name, timeZone, weeklyHours } = schedule;
  const today = localDay(context.now(), timeZone);
  return {
    notice: isPutBack(asked, overrides) ? null : textOfCode(notices, asked, "notice"),
    ...{ id, name, timeZone, today },
    removed: readRemoved(asked, today, overrides),
    empty: noDates,
    view: viewDatesMonth({ weeklyHours, overrides, today }, asked),
    dates: viewOverrides(overrides, today),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  const { schedule } = await requireSchedule(context, host.id, params.scheduleId);
  const page = `/availability/${schedule.id}/dates`;
  if (form.remove !== undefined) {
    const key = { hostId: host.id, scheduleId: schedule.id };
    const removed = await removeDateOverride(context.db, key, form.remove);
    // Pressed twice, the second press finds nothing, and is answered by what it sent along.
    const gone = removed ?? readUndo(form, localDay(context.now(), schedule.timeZone));
    const undo = gone && draftOf(gone);
    const told = undo ? { month: undo.firstDay.slice(0, 7), ...fieldsOfDates(undo) } : {};
    return redirect(`${page}?${new URLSearchParams({ notice: "removed", ...told })}`, 303);
  }
  const result = await handleDatesForm(context, schedule, form);
  if (result.kind === "refused") return data(result.answer, { status: 422 });
  const notice = form.undo === undefined ? "added" : "restored";
  return redirect(`${page}?month=${result.firstDay.slice(0, 7)}&notice=${notice}`, 303);
}

export default function Dates() {
  const page = useLoaderData<typeof loader>();
  const { id, name, timeZone, today, empty, notice, removed, view, dates } = page;
  const answer = useActionData<DatesAnswer>() ?? null;
  const path = `/availability/${id}/dates`;
  const action = `${path}?month=${view.month}`;
  return (
    <>
      <BackLink to={`/availability/${id}`}>{name}</BackLink>
      <h1 className="mb-6">Days off and other hours</h1>
      {answer ? <Notice tone="bad">Nothing was saved: see below.</Notice> : null}
      {removed && !answer ? <RemovedNotice {...{ removed, action }} /> : null}
      {notice && !removed && !answer ? <Notice tone="good">{notice}</Notice> : null}
      <p className="mb-5">
        On these dates, on the clocks of {timeZone.replaceAll("_", " ")}, the hours below count
        instead of the weekly ones.
      </p>
      <div className="mb-6 grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-2">
        {/* What was refused is shown once: the next address has a new form. */}
        <DatesCalendar {...{ view, path }} state={answer ? null : keepsForms} />
        <DatesPanel {...{ action, empty, answer, today }} chosen={view.chosen} stored={dates} />
      </div>
      <OverrideList {...{ dates, action }} />
    </>
  );
}
