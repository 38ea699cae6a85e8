import type { HeadersArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { durationsOf } from "../../domain/durations.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { requireEventType, requireHostPage } from "../../http/host-page.server.ts";
import { picturePath } from "../../http/host-picture.server.ts";
import { keptPage } from "../../http/kept-page.server.ts";
import { previewMeta } from "../../http/page-meta.ts";
import { readerLocale } from "../../http/reader-locale.ts";
import type { AppContext } from "../../load-context.server.ts";
import { Month } from "../../slot-pages/month.tsx";
import { viewAskedMonth } from "../../slot-pages/offered-slots.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { placeBeforeBooking } from "../../ui/place-text.ts";
import { formatMinutes } from "../../ui/time-text.ts";
import { ZoneForm } from "../../ui/zone-form.tsx";
import { isRefusingAll } from "../../use-cases/calendar-reach.server.ts";
import type { SlotPage } from "../../use-cases/offer-slots.server.ts";
import { About } from "./about.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [{ title: "Slotkeeper" }];
  return previewMeta({
    title: `${data.title} with ${data.hostName}`,
    description: data.description || `${data.durationText} with ${data.hostName}. Choose a time.`,
    origin: data.origin,
    path: data.path,
    isListed: data.isListed,
  });
};

export const headers = ({ loaderHeaders }: HeadersArgs) => loaderHeaders;
export const handle = { scripts: "enhance" };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const host = await requireHostPage(context, params.handle);
  const chosen = findTimeZone(asked.get("tz") ?? "");
  const zone = chosen ?? guessTimeZone(request) ?? host.timeZone;
  const reader = { zone, locale: readerLocale(request), isGuessed: chosen === null };
  return keptPage(context, request, { host, ...reader }, async () => {
    const duration = asked.get("duration");
    const offered = await requireEventType(context, host, params.eventType, duration);
    return viewPage(context, offered, asked, reader);
  });
}

interface Reader {
  zone: string;
  locale: string;
  isGuessed: boolean;
}

async function viewPage(
  context: AppContext,
  { host, eventType, ...offered }: SlotPage,
  asked: URLSearchParams,
  reader: Reader,
) {
  const { zone } = reader;
  const {
    locationKind: kind,
    locationDetail: detail,
    slug,
    title,
    isListed,
    description,
  } = eventType;
  const durations = durationsOf(eventType);
  return {
    ...{ slug, title, isListed, description, ...reader },
    origin: context.env.APP_ORIGIN,
    hostName: host.name,
    hostPath: `/${host.handle}`,
    accent: host.accent,
    picture: picturePath(host, context.env),
    path: `/${host.handle}/${slug}`,
    durationMinutes: offered.durationMinutes,
    durationText: formatMinutes(offered.durationMinutes),
    durations: durations.map((minutes) => ({ minutes, text: formatMinutes(minutes) })),
    place: placeBeforeBooking({ kind, detail }, host.name),
    day: asked.get("day"),
    isRefusingAll: await isRefusingAll(context, host),
    view: await viewAskedMonth(context, { host, eventType, ...offered }, asked, zone, reader),
  };
}

export default function EventTypePage() {
  const page = useLoaderData<typeof loader>();
  const { path, zone, view } = page;
  const duration: Record<string, string> =
    page.durations.length > 1 ? { duration: String(page.durationMinutes) } : {};
  // A day that was asked for stays; the first free one may be full for another duration.
  const at: Record<string, string> =
    view.selected?.date === page.day ? { day: page.day } : { month: view.month };
  return (
    <GuestPage wide accent={page.accent}>
      {page.isRefusingAll ? (
        <Notice tone="warn">
          No time here can be booked at the moment, because {page.hostName}’s calendar is out of
          reach. Please ask {page.hostName}, or come back another day.
        </Notice>
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)] lg:gap-10">
        <About
          page={page}
          durationHref={(minutes) =>
            `${path}?${new URLSearchParams({ ...at, duration: String(minutes), tz: zone })}`
          }
        />
        <Month
          path={path}
          slotPath={`${path}/book`}
          view={view}
          query={{ ...duration, tz: zone }}
          zoneForm={
            <ZoneForm
              path={path}
              zone={zone}
              label={view.zoneLabel}
              query={{ ...at, ...duration }}
              isGuessed={page.isGuessed}
            />
          }
        />
      </div>
    </GuestPage>
  );
}
