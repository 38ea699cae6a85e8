import type { HeadersArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { durationsOf } from "../../domain/durations.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { requireEventType, requireHostPage } from "../../http/host-page.server.ts";
import { keptPage } from "../../http/kept-page.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { Month } from "../../slot-pages/month.tsx";
import { viewAskedMonth } from "../../slot-pages/offered-slots.server.ts";
import { GuestPage } from "../../ui/page.tsx";
import { formatMinutes } from "../../ui/time-text.ts";
import { ZoneForm } from "../../ui/zone-form.tsx";
import type { SlotPage } from "../../use-cases/offer-slots.server.ts";
import { Durations } from "./durations.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.title} with ${data.hostName}` : "Slotkeeper" },
  // Only who has the link finds it.
  ...(data?.isListed === false ? [{ name: "robots", content: "noindex" }] : []),
];

export const headers = ({ loaderHeaders }: HeadersArgs) => loaderHeaders;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const host = await requireHostPage(context, params.handle);
  const zone = findTimeZone(asked.get("tz") ?? "") ?? guessTimeZone(request) ?? host.timeZone;
  return keptPage(context, request, { host, zone }, async () => {
    const duration = asked.get("duration");
    const offered = await requireEventType(context, host, params.eventType, duration);
    return viewPage(context, offered, asked, zone);
  });
}

async function viewPage(
  context: AppContext,
  offered: SlotPage,
  asked: URLSearchParams,
  zone: string,
) {
  const { host, eventType, durationMinutes } = offered;
  return {
    hostName: host.name,
    handle: host.handle,
    slug: eventType.slug,
    title: eventType.title,
    isListed: eventType.isListed,
    description: eventType.description,
    durationMinutes,
    durations: durationsOf(eventType).map((minutes) => ({ minutes, text: formatMinutes(minutes) })),
    day: asked.get("day"),
    zone,
    view: await viewAskedMonth(context, offered, asked, zone),
  };
}

export default function EventTypePage() {
  const page = useLoaderData<typeof loader>();
  const path = `/${page.handle}/${page.slug}`;
  const duration: Record<string, string> =
    page.durations.length > 1 ? { duration: String(page.durationMinutes) } : {};
  const { selected, month } = page.view;
  // A day that was asked for stays; the first free one may be full for another duration.
  const at: Record<string, string> = selected?.date === page.day ? { day: page.day } : { month };
  return (
    <GuestPage wide>
      <p>
        <a href={`/${page.handle}`}>{page.hostName}</a>
      </p>
      <h1 className="wrap-anywhere">{page.title}</h1>
      <Durations
        durations={page.durations}
        chosen={page.durationMinutes}
        href={(minutes) =>
          `${path}?${new URLSearchParams({ ...at, duration: String(minutes), tz: page.zone })}`
        }
      />
      {page.description ? (
        <p className="mt-2 whitespace-pre-line wrap-anywhere">{page.description}</p>
      ) : null}
      <div className="mt-6">
        <Month
          path={path}
          slotPath={`${path}/book`}
          view={page.view}
          query={{ ...duration, tz: page.zone }}
        />
      </div>
      <ZoneForm
        path={path}
        zone={page.zone}
        label={page.view.zoneLabel}
        month={page.view.month}
        query={duration}
      />
    </GuestPage>
  );
}
