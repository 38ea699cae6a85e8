import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { doneSteps, stepAfter } from "../../domain/first-steps.ts";
import { readForm } from "../../http/form.server.ts";
import { zoneLabel } from "../../ui/time-text.ts";
import { takeFirstStep } from "../../use-cases/take-first-step.server.ts";
import { weekLines } from "../availability/hours-text.ts";
import { hoursVersion, requireDefaultSchedule, saveShortHours } from "./hours-form.server.ts";
import { ShortHoursForm } from "./hours-form.tsx";
import { LongHours } from "./long-hours.tsx";
import { shortHoursOf } from "./short-hours.ts";
import { StepFrame } from "./step-frame.tsx";
import { stepPages } from "./steps.ts";

export const meta: MetaFunction = () => [{ title: "Your hours · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const schedule = await requireDefaultSchedule(context, host.id);
  return {
    done: doneSteps(host),
    zone: zoneLabel(schedule.timeZone, context.now()),
    editor: `/availability/${schedule.id}`,
    /** Null where the week is more than the short form holds. */
    short: shortHoursOf(schedule.weeklyHours),
    week: weekLines(schedule.weeklyHours),
    version: await hoursVersion(schedule),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  // A week that the short form can't hold is kept as it is.
  const refused = form.keep === "yes" ? null : await saveShortHours(context, host.id, form);
  if (refused) return data(refused, { status: refused.status });
  const done = await takeFirstStep(context, host, "hours");
  return redirect(stepPages[stepAfter("hours", done)].path, 303);
}

export default function Hours() {
  const { done, zone, editor, short, week, version } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const values = refused?.values ?? short;
  return (
    <StepFrame
      step="hours"
      done={done}
      title="Your hours"
      lead={`When can people book you? On the clocks of ${zone}.`}
    >
      {values ? (
        <ShortHoursForm values={values} version={version} errors={refused?.errors ?? {}} />
      ) : (
        <LongHours week={week} editor={editor} />
      )}
    </StepFrame>
  );
}
