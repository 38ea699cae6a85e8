import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findLastSyncedAt, listBehind, summariseBehind } from "#db/sync-overview.server.ts";
import { countInGoneCalendars, countLeftEvents, listWhereabouts } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { isId } from "../../domain/ids.ts";
import { readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { behindText } from "../../ui/behind-text.ts";
import { atMoment } from "../../ui/moment-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { useRefreshWhile } from "../../ui/use-refresh-while.ts";
import { isOutOfReach } from "../../use-cases/calendar-reach.server.ts";
import { retrySync } from "../../use-cases/retry-sync.server.ts";
import { ConnectForm } from "../calendar-settings/state-card.tsx";
import { calendarPresence } from "../host-area/calendar-presence.server.ts";
import { BehindList } from "./behind-list.tsx";
import { viewBehind } from "./behind-view.ts";
import { InAgreement } from "./in-agreement.tsx";
import { notices } from "./messages.ts";

export const meta: MetaFunction = () => [{ title: "Sync · Slotkeeper" }];

const PAGE_SIZE = 50;
const PageNumber = z.coerce.number().int().min(1).max(1000).catch(1);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { searchParams } = new URL(request.url);
  const page = PageNumber.parse(searchParams.get("page") ?? 1);
  const now = context.now();
  const zone = host.timeZone;
  const [presence, canReconnect, behind, found] = await Promise.all([
    calendarPresence(context, host),
    isOutOfReach(context, host),
    summariseBehind(context.db, host.id, now),
    listBehind(context.db, host.id, { limit: PAGE_SIZE + 1, offset: (page - 1) * PAGE_SIZE }),
  ]);
  const shown = found.slice(0, PAGE_SIZE);
  const ids = shown.map(({ booking }) => booking.id);
  const whereabouts = await listWhereabouts(context.db, host.id, ids);
  const [syncedAt, gone, left] = behind
    ? [null, [], []]
    : await Promise.all([
        findLastSyncedAt(context.db, host.id, now),
        countInGoneCalendars(context.db, host.id, now),
        countLeftEvents(context.db, host.id, now),
      ]);
  return {
    notice: textOfCode(notices, searchParams, "notice"),
    ...{ presence, canReconnect, gone, left },
    summary: behind && behindText(behind, zone, now),
    lastChecked: syncedAt === null ? null : atMoment(syncedAt, zone, now),
    bookings: shown.map((one) =>
      viewBehind({ ...one, where: whereabouts.get(one.booking.id) ?? null }, zone, now),
    ),
    pages: {
      earlier: page > 1 ? page - 1 : null,
      next: found.length > PAGE_SIZE ? page + 1 : null,
    },
  };
}

const TryForm = z.object({ bookingId: z.string().refine(isId) });

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const parsed = TryForm.safeParse(await readForm(request));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const outcome = await retrySync(context, { hostId: host.id, id: parsed.data.bookingId });
  switch (outcome.kind) {
    case "tried":
      return redirect("/sync?notice=tried", 303);
    case "notFollowed":
      return redirect("/sync?notice=notFollowed", 303);
    case "nothingToTry":
      return redirect("/sync?notice=underWay", 303);
  }
}

export default function Sync() {
  const { notice, presence, canReconnect, gone, left, summary, lastChecked, bookings, pages } =
    useLoaderData<typeof loader>();
  useRefreshWhile(bookings.some(({ isUnderWay }) => isUnderWay));
  return (
    <>
      <h1>Sync</h1>
      <p className="mt-2 mb-6 text-quiet">
        Every booking that your calendar does not show as it should, the longest waiting first.
      </p>
      {notice ? <Notice tone="plain">{notice}</Notice> : null}
      {canReconnect ? (
        <div className="mb-6">
          <ConnectForm label="Reconnect Google Calendar" fields={{ returnTo: "sync" }} />
        </div>
      ) : null}
      {summary ? (
        <p className="mb-4 font-semibold">{summary}</p>
      ) : (
        <InAgreement presence={presence} gone={gone} left={left} lastChecked={lastChecked} />
      )}
      {bookings.length > 0 ? <BehindList bookings={bookings} canReconnect={canReconnect} /> : null}
      {pages.earlier || pages.next ? (
        <nav aria-label="Pages" className="mt-6 flex gap-x-6">
          {pages.earlier ? <PageLink page={pages.earlier}>Longer waiting</PageLink> : null}
          {pages.next ? <PageLink page={pages.next}>More recent</PageLink> : null}
        </nav>
      ) : null}
    </>
  );
}

function PageLink({ page, children }: { page: number; children: string }) {
  return (
    <Link className="inline-flex min-h-11 items-center" to={`/sync?page=${page}`}>
      {children}
    </Link>
  );
}
