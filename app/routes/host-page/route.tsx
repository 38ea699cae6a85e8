import type { HeadersArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { listListedEventTypes } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { requireHostPage } from "../../http/host-page.server.ts";
import { picturePath } from "../../http/host-picture.server.ts";
import { keptPage } from "../../http/kept-page.server.ts";
import { previewMeta } from "../../http/page-meta.ts";
import type { AppContext } from "../../load-context.server.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { placeForGuest } from "../../ui/place-text.ts";
import { formatMinutes } from "../../ui/time-text.ts";
import { EventTypeCard } from "./event-type-card.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [{ title: "Slotkeeper" }];
  const { host, origin } = data;
  return previewMeta({
    title: `Book a time with ${host.name}`,
    description: host.bio || `Choose a time that suits you. ${host.name} gets it at once.`,
    origin,
    path: `/${host.handle}`,
    isListed: true,
  });
};

export const headers = ({ loaderHeaders }: HeadersArgs) => loaderHeaders;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const host = await requireHostPage(context, params.handle);
  const reader = { host, zone: "", locale: "" };
  return keptPage(context, request, reader, () => viewPage(context, host));
}

async function viewPage(context: AppContext, host: Host) {
  const eventTypes = await listListedEventTypes(context.db, host.id);
  return {
    origin: context.env.APP_ORIGIN,
    host: {
      handle: host.handle,
      name: host.name,
      bio: host.bio,
      accent: host.accent,
      picture: picturePath(host, context.env),
    },
    eventTypes: eventTypes.map((eventType) => ({
      slug: eventType.slug,
      title: eventType.title,
      description: eventType.description,
      color: eventType.color,
      durations: durationsOf(eventType).map(formatMinutes).join(" · "),
      place: placeForGuest({ kind: eventType.locationKind, detail: "" }, host.name),
    })),
  };
}

export default function HostPublicPage() {
  const { host, eventTypes } = useLoaderData<typeof loader>();
  return (
    <GuestPage accent={host.accent}>
      <header className="mb-8 text-center">
        <Avatar name={host.name} picture={host.picture} isLarge />
        <h1 dir="auto" className="mt-4">
          {host.name}
        </h1>
        {host.bio ? (
          <p dir="auto" className="mt-3 whitespace-pre-line text-quiet text-pretty wrap-anywhere">
            {host.bio}
          </p>
        ) : null}
      </header>
      <h2 className="sr-only">Book a time</h2>
      {eventTypes.length === 0 ? (
        <p className="card text-center">Nothing can be booked here at the moment.</p>
      ) : null}
      <ul className="grid gap-3">
        {eventTypes.map((eventType) => (
          <EventTypeCard key={eventType.slug} eventType={eventType} handle={host.handle} />
        ))}
      </ul>
    </GuestPage>
  );
}
