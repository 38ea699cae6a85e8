import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import type { EventType } from "#db/booking-pages.server.ts";
import { listEventTypes } from "#db/event-types.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { Notice } from "../../ui/notice.tsx";
import { formatMinutes } from "../../ui/time-text.ts";
import { EventTypeList, type EventTypeView } from "./event-type-list.tsx";
import { notices } from "./messages.ts";

export const meta: MetaFunction = () => [{ title: "Event types · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const page = `${context.env.APP_ORIGIN}/${host.handle}`;
  const eventTypes = await listEventTypes(context.db, host.id);
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    eventTypes: eventTypes.map((eventType) => toView(eventType, page)),
  };
}

function toView(eventType: EventType, page: string): EventTypeView {
  const { id, title, color, isActive, isListed } = eventType;
  return {
    ...{ id, title, color, isActive, isListed },
    durations: durationsOf(eventType).map(formatMinutes).join(", "),
    address: `${page}/${eventType.slug}`,
  };
}

export default function EventTypes() {
  const { notice, eventTypes } = useLoaderData<typeof loader>();
  return (
    <>
      {notice ? <Notice tone="good">{notice}</Notice> : null}
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1>Event types</h1>
        <Link className="button" to="/event-types/new">
          New event type
        </Link>
      </div>
      <EventTypeList eventTypes={eventTypes} />
    </>
  );
}
