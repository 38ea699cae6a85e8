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
import { Notice } from "../../ui/notice.tsx";
import { BackTo } from "./back-to.tsx";
import { handleDatesForm, noDates } from "./dates-form.server.ts";
import { DatesForm } from "./dates-form.tsx";
import { notices } from "./messages.ts";
import { OverrideList } from "./override-list.tsx";
import { viewOverrides } from "./override-view.ts";
import { requireSchedule } from "./required-schedule.server.ts";

export const meta: MetaFunction = () => [{ title: "Days off and other hours · Slotkeeper" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { schedule, overrides } = await requireSchedule(context, host.id, params.scheduleId);
  const today = localDay(context.now(), schedule.timeZone);
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    id: schedule.id,
    name: schedule.name,
    timeZone: schedule.timeZone,
    today,
    empty: noDates,
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
    await removeDateOverride(context.db, key, form.remove);
    return redirect(`${page}?notice=removed`, 303);
  }
  const answer = await handleDatesForm(context, schedule, form);
  if (answer) return data(answer, { status: 422 });
  return redirect(`${page}?notice=added`, 303);
}

export default function Dates() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  const path = `/availability/${page.id}`;
  return (
    <>
      <BackTo to={path}>{page.name}</BackTo>
      <h1 className="mb-6">Days off and other hours</h1>
      {answer ? <Notice tone="bad">Nothing was saved: see below.</Notice> : null}
      {page.notice && !answer ? <Notice tone="good">{page.notice}</Notice> : null}
      <p className="mb-5">
        On these dates, on the clocks of {page.timeZone.replaceAll("_", " ")}, the hours below count
        instead of the weekly ones.
      </p>
      <OverrideList dates={page.dates} action={`${path}/dates`} />
      <DatesForm
        // A new form after each that was stored.
        key={JSON.stringify([answer, page.dates])}
        action={`${path}/dates`}
        draft={answer?.draft ?? page.empty}
        errors={answer?.errors ?? {}}
        today={page.today}
      />
    </>
  );
}
