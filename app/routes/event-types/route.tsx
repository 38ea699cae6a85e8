import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { EventType } from "#db/booking-pages.server.ts";
import { listEventTypes } from "#db/event-types.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { Notice } from "../../ui/notice.tsx";
import { formatMinutes } from "../../ui/time-text.ts";
import { duplicateEventType } from "../../use-cases/duplicate-event-type.server.ts";
import { EventTypeList, type EventTypeView, itemId } from "./event-type-list.tsx";
import { ListForm, moveEventType } from "./list-forms.server.ts";
import { notices, TOO_MANY } from "./messages.ts";

export const meta: MetaFunction = () => [{ title: "Event types · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const page = `${context.env.APP_ORIGIN}/${host.handle}`;
  const eventTypes = await listEventTypes(context.db, host.id);
  return {
    isPageOn: host.pageEnabled,
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    eventTypes: eventTypes.map((eventType) => toView(eventType, page, context.newId())),
  };
}

function toView(eventType: EventType, page: string, copyId: string): EventTypeView {
  const { id, title, color, isActive, isListed } = eventType;
  return {
    ...{ id, title, color, isActive, isListed, copyId },
    durations: durationsOf(eventType).map(formatMinutes).join(", "),
    address: `${page}/${eventType.slug}`,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  // Before asking who it is: what is no form of ours is refused, whoever sends it.
  const parsed = ListForm.safeParse(await readForm(request));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const { host } = await requireHost(request, context);
  const form = parsed.data;
  const backTo = (id: string, notice: string) =>
    redirect(`/event-types?notice=${notice}#${itemId(id)}`, 303);
  if (form.intent !== "duplicate") {
    const isMoved = await moveEventType(context, host.id, form);
    return backTo(form.id, isMoved ? "moved" : "changedMeanwhile");
  }
  const key = { hostId: host.id, id: form.copyId };
  const outcome = await duplicateEventType(context, key, form.id);
  switch (outcome.kind) {
    case "duplicated":
      return backTo(form.copyId, "duplicated");
    case "unknownEventType":
      throw new Response(null, { status: 404 });
    case "tooMany":
      return data({ refusal: TOO_MANY }, { status: 409 });
  }
}

export default function EventTypes() {
  const { notice, isPageOn, eventTypes } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  return (
    <>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {notice && !refusal ? <Notice tone="good">{notice}</Notice> : null}
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1>Event types</h1>
        <Link className="button" to="/event-types/new">
          New event type
        </Link>
      </div>
      {isPageOn ? null : (
        <Notice tone="plain">
          Your page is off, so guests find none of these.{" "}
          <Link to="/settings/page">Switch it on</Link>
        </Notice>
      )}
      <EventTypeList eventTypes={eventTypes} />
    </>
  );
}
