import type { HeadersArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { listListedEventTypes } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { durationsOf } from "../../domain/durations.ts";
import { requireHostPage } from "../../http/host-page.server.ts";
import { keptPage } from "../../http/kept-page.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { GuestPage } from "../../ui/page.tsx";
import { formatMinutes } from "../../ui/time-text.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Book a time with ${data.host.name}` : "Slotkeeper" },
];

export const headers = ({ loaderHeaders }: HeadersArgs) => loaderHeaders;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const host = await requireHostPage(context, params.handle);
  return keptPage(context, request, { host, zone: "" }, () => viewPage(context, host));
}

async function viewPage(context: AppContext, host: Host) {
  const eventTypes = await listListedEventTypes(context.db, host.id);
  return {
    host: { handle: host.handle, name: host.name, bio: host.bio },
    eventTypes: eventTypes.map((eventType) => ({
      slug: eventType.slug,
      title: eventType.title,
      description: eventType.description,
      durations: durationsOf(eventType).map(formatMinutes).join(" · "),
    })),
  };
}

export default function HostPublicPage() {
  const { host, eventTypes } = useLoaderData<typeof loader>();
  return (
    <GuestPage>
      <h1>{host.name}</h1>
      {host.bio ? <p className="mt-2 whitespace-pre-line text-quiet">{host.bio}</p> : null}
      <h2 className="mt-6 mb-3">Book a time</h2>
      {eventTypes.length === 0 ? <p>Nothing can be booked here at the moment.</p> : null}
      <ul className="grid gap-3">
        {eventTypes.map((eventType) => (
          <li key={eventType.slug}>
            <a
              className="card block text-ink no-underline hover:border-accent"
              href={`/${host.handle}/${eventType.slug}`}
            >
              <span className="block font-semibold text-accent wrap-anywhere">
                {eventType.title}
              </span>
              <span className="block text-quiet">{eventType.durations}</span>
              {eventType.description ? (
                <span className="mt-1 block wrap-anywhere">{eventType.description}</span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </GuestPage>
  );
}
