import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { findConnection } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { doneSteps, stepAfter } from "../../domain/first-steps.ts";
import type { AppContext } from "../../load-context.server.ts";
import { Badge, Notice } from "../../ui/notice.tsx";
import { takeFirstStep } from "../../use-cases/take-first-step.server.ts";
import { messageOf } from "../calendar-settings/messages.ts";
import { ConnectForm } from "../calendar-settings/state-card.tsx";
import { BeforeLeaving } from "../calendar-settings/unconnected-states.tsx";
import { StepFrame } from "./step-frame.tsx";
import { stepPages } from "./steps.ts";

export const meta: MetaFunction = () => [{ title: "Your calendar · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const connected = await viewConnected(context, host);
  const message = messageOf(new URL(request.url).searchParams);
  return { done: doneSteps(host), connected, message: connected ? null : message };
}

/** The account that bookings go to; null when there is none. */
async function viewConnected({ db }: Pick<AppContext, "db">, host: Host) {
  const { googleCalendarEnabled, googleCalendarConnectionId: id } = host;
  const connection = googleCalendarEnabled && id ? await findConnection(db, host.id, id) : null;
  if (!connection) return null;
  return { account: connection.email, isWorking: connection.status === "active" };
}

/** Gone on with or skipped, which is the same: what is connected tells itself. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const done = await takeFirstStep(context, host, "calendar");
  return redirect(stepPages[stepAfter("calendar", done)].path, 303);
}

export default function CalendarStep() {
  const { done, connected, message } = useLoaderData<typeof loader>();
  return (
    <StepFrame
      step="calendar"
      done={done}
      title="Your calendar"
      lead="Connect a Google Calendar, and bookings appear in it while your busy times take slots off your page."
    >
      {message ? <Notice tone={message.tone}>{message.text}</Notice> : null}
      <div className="card grid gap-5">
        {connected ? <Connected {...connected} /> : <NotConnected />}
      </div>
    </StepFrame>
  );
}

function Connected({ account, isWorking }: { account: string; isWorking: boolean }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone={isWorking ? "good" : "bad"}>
          {isWorking ? "Connected" : "Needs you: see Google Calendar"}
        </Badge>
        <span className="wrap-anywhere">{account}</span>
      </p>
      <p>
        <Link className="lone-link" to="/settings/calendar">
          Choose the calendars
        </Link>
      </p>
      <OnwardForm label="Go on" look="" />
    </>
  );
}

function NotConnected() {
  return (
    <>
      <BeforeLeaving />
      <div className="flex flex-wrap gap-3">
        <ConnectForm label="Connect Google Calendar" fields={{ returnTo: "welcome" }} />
        <OnwardForm label="Skip for now" look="button-quiet" />
      </div>
    </>
  );
}

function OnwardForm({ label, look }: { label: string; look: string }) {
  return (
    <Form method="post" action={stepPages.calendar.path}>
      <button type="submit" className={`button ${look}`}>
        {label}
      </button>
    </Form>
  );
}
