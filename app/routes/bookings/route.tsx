import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { listBookingPage } from "#db/booking-lists.server.ts";
import type { BookingWithSync } from "#db/bookings.server.ts";
import { listEventTypes } from "#db/event-types.server.ts";
import { listWhereabouts } from "#db/whereabouts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { BOOKING_LISTS, searchWords } from "../../domain/booking-list.ts";
import { viewRow } from "./booking-row.ts";
import { BookingRows } from "./booking-rows.tsx";
import { FilterForm } from "./filter-form.tsx";
import { type ListQuery, listHref, readListQuery, readSide } from "./list-query.ts";
import { countText, listTexts } from "./list-text.ts";
import { NothingHere } from "./nothing-here.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${listTexts[data.query.list].name} bookings · Slotkeeper` : "Slotkeeper" },
];

const PAGE_SIZE = 25;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { searchParams } = new URL(request.url);
  const now = context.now();
  const query = readListQuery(searchParams);
  const { list, search, eventTypeId, sync } = query;
  const filters = {
    ...{ list, words: searchWords(search) },
    ...{ eventTypeId: eventTypeId || null, sync: sync || null },
  };
  const side = readSide(searchParams);
  const [eventTypes, found] = await Promise.all([
    listEventTypes(context.db, host.id),
    listBookingPage(context.db, host.id, filters, side, { now, limit: PAGE_SIZE }),
  ]);
  const places = await listWhereabouts(context.db, host.id, found.bookings.map(idOf));
  return {
    query,
    isLaterPage: side !== null,
    eventTypes: eventTypes.map(({ id, title }) => ({ id, title })),
    rows: found.bookings.map((row) =>
      viewRow({ ...row, where: places.get(idOf(row)) ?? null }, host.timeZone, now),
    ),
    previous: found.previous && listHref(query, "before", found.previous),
    next: found.next && listHref(query, "after", found.next),
    page: pageOf(host, context.env.APP_ORIGIN),
  };
}

const idOf = ({ booking }: BookingWithSync) => booking.id;

function pageOf({ handle, pageEnabled }: { handle: string; pageEnabled: boolean }, origin: string) {
  return { handle, address: `${origin}/${handle}`, isEnabled: pageEnabled };
}

export default function Bookings() {
  const { query, isLaterPage, eventTypes, rows, previous, next, page } =
    useLoaderData<typeof loader>();
  return (
    <>
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1>Bookings</h1>
        <Link className="inline-flex min-h-6 items-center" to="/bookings/numbers">
          Bookings in numbers
        </Link>
      </div>
      <Lists query={query} />
      <FilterForm query={query} eventTypes={eventTypes} />
      <div role="status">
        {rows.length > 0 ? (
          <p className="mb-3 text-quiet">
            {countText(rows.length, !previous && !next)}, {listTexts[query.list].order}
          </p>
        ) : (
          <NothingHere query={query} isLaterPage={isLaterPage} page={page} />
        )}
      </div>
      {rows.length > 0 ? <BookingRows rows={rows} /> : null}
      {previous || next ? (
        <nav aria-label="Pages" className="mt-6 flex flex-wrap gap-x-6">
          {previous ? <PageLink to={previous}>Previous page</PageLink> : null}
          {next ? <PageLink to={next}>Next page</PageLink> : null}
        </nav>
      ) : null}
    </>
  );
}

/** The three lists, each with what is searched for now. */
function Lists({ query }: { query: ListQuery }) {
  return (
    <nav aria-label="Which bookings" className="mb-5">
      <ul className="flex flex-wrap gap-2">
        {BOOKING_LISTS.map((list) => (
          <li key={list}>
            <Link
              className={`button ${list === query.list ? "" : "button-quiet"}`}
              aria-current={list === query.list ? "page" : undefined}
              to={listHref({ ...query, list })}
            >
              {listTexts[list].name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PageLink({ to, children }: { to: string; children: string }) {
  return (
    <Link className="inline-flex min-h-11 items-center" to={to}>
      {children}
    </Link>
  );
}
