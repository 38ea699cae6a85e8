import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import type { EventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { findTimeZone, localDay } from "../../domain/time-zone.ts";
import { picturePath } from "../../http/host-picture.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { readStartText } from "../../http/start-text.ts";
import { Month } from "../../slot-pages/month.tsx";
import { shownPart } from "../../slot-pages/month-view.ts";
import { viewAskedMonth } from "../../slot-pages/offered-slots.server.ts";
import { GuestPage } from "../../ui/page.tsx";
import { placeBeforeBooking } from "../../ui/place-text.ts";
import { formatMinutes } from "../../ui/time-text.ts";
import { ZoneForm } from "../../ui/zone-form.tsx";
import { About } from "../event-type-page/about.tsx";
import { requireHostEventType } from "./form-page.server.ts";
import { type Preview, PreviewNote } from "./preview-note.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Preview of ${data.title} · Slotkeeper` : "Slotkeeper" },
];

export const headers = () => privatePage;

/** What guests see, or would: also of an event type that is off, which has no page. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const eventType = await requireHostEventType(context, host.id, params);
  const asked = new URL(request.url).searchParams;
  const zone = findTimeZone(asked.get("tz") ?? "") ?? host.timeZone;
  const durations = durationsOf(eventType);
  const durationMinutes =
    durations.find((minutes) => String(minutes) === asked.get("duration")) ??
    eventType.durationMinutes;
  const start = readStartText(asked.get("start") ?? "");
  if (start !== null) asked.set("day", localDay(start, zone));
  const page = { host, eventType, durationMinutes, moving: null };
  const view = await viewAskedMonth(context, page, asked, zone);
  const chosen = view.selected?.slots.find((slot) => slot.start === asked.get("start"));
  const { locationKind: kind, locationDetail: detail } = eventType;
  return {
    ...{ hostName: host.name, title: eventType.title, description: eventType.description },
    ...{ hostPath: host.pageEnabled ? `/${host.handle}` : null, accent: host.accent },
    picture: picturePath(host, context.env),
    place: placeBeforeBooking({ kind, detail }, host.name),
    path: `/event-types/${eventType.id}/preview`,
    preview: {
      ...whereaboutsOf(host, eventType, context.env.APP_ORIGIN),
      chosen: chosen?.name ?? null,
    },
    durationMinutes,
    durationText: formatMinutes(durationMinutes),
    durations: durations.map((minutes) => ({ minutes, text: formatMinutes(minutes) })),
    zone,
    view,
  };
}

function whereaboutsOf(
  host: Host,
  { slug, isActive, isListed, locationKind, questions }: EventType,
  origin: string,
): Omit<Preview, "chosen"> {
  const phone = locationKind === "guest_phone" ? ["a phone number"] : [];
  const asked = questions.map(({ label }) => `“${label}”`);
  const ifOpen = isListed ? "open" : "private";
  return {
    address: `${origin}/${host.handle}/${slug}`,
    state: !isActive ? "off" : host.pageEnabled ? ifOpen : "pageOff",
    fields: ["name", "e-mail address", ...phone, ...asked, "notes"],
  };
}

export default function PreviewEventType() {
  const page = useLoaderData<typeof loader>();
  const { path, view, preview, zone } = page;
  const duration: Record<string, string> =
    page.durations.length > 1 ? { duration: String(page.durationMinutes) } : {};
  return (
    <GuestPage wide accent={page.accent}>
      <PreviewNote preview={preview} />
      <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)] lg:gap-10">
        <About
          page={page}
          durationHref={(minutes) =>
            `${path}?${new URLSearchParams({ month: view.month, duration: String(minutes), tz: zone })}`
          }
        />
        <Month
          path={path}
          slotPath={path}
          view={view}
          query={{ ...duration, tz: zone }}
          zoneForm={
            <ZoneForm
              path={path}
              zone={zone}
              label={view.zoneLabel}
              query={{ ...shownPart(view), ...duration }}
            />
          }
        />
      </div>
    </GuestPage>
  );
}
