// Whose pages behind the sign-in are fuzzed: a host with all that can be opened there, and the forms that it holds.
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { type BuiltWorker, type SignedInHost, signIn } from "../built-worker.ts";
import { linksOf } from "../process/visitor.ts";
import { formsOf, type ServedForm } from "../served-form.ts";
import { addKind, KINDS } from "../storm/town.ts";

export interface HostArea {
  pages: string[];
  forms: ServedForm[];
  cookie: string;
  ids: Ids;
}

/** What stands in the addresses of a host's area, by the parameters' names. */
export type Ids = Record<"eventTypeId" | "scheduleId" | "connectionId" | "bookingId", string[]>;

const HOST_PAGES = [
  ...["/event-types", "/event-types/new", "/availability", "/availability/new", "/dashboard"],
  ...["/sync", "/settings", "/settings/calendar", "/settings/account", "/welcome"],
  ...["/welcome/hours", "/welcome/calendar", "/welcome/share"],
];
const MOST_PAGES = 60;

/** Opens all pages that the host's own pages link to, and collects their forms; signs in again where that is needed. */
export function createHostCrawler(
  worker: BuiltWorker,
  book: (hostPath: string) => Promise<unknown>,
): () => Promise<HostArea> {
  let hosts = 0;
  let host: SignedInHost | null = null;
  return async () => {
    host &&= await signIn(worker, emailOf(hosts));
    if (!host || (await readIds(worker.d1, host.id)).eventTypeId.length === 0) {
      hosts += 1;
      host = await moveIn(worker, book, emailOf(hosts));
    }
    const { visitor, path: own } = host;
    const pages: string[] = [];
    const forms: ServedForm[] = [];
    const waiting = [...HOST_PAGES];
    while (waiting.length > 0 && pages.length < MOST_PAGES) {
      const path = waiting.shift() ?? "";
      pages.push(path);
      const { html, url, status } = await visitor.get(worker.origin + path);
      if (status !== 200) continue;
      forms.push(...formsOf(html, url).filter(({ method }) => method === "POST"));
      for (const link of linksOf(html, "/")) {
        const target = new URL(link, url);
        const isPage = target.origin === worker.origin && !/\.\w+$/.test(target.pathname);
        // A preview leads to each of its days and times, which are one page.
        const isTime = target.pathname.endsWith("/preview") && target.search !== "";
        const isOwn = isPage && !isTime && !target.pathname.startsWith(own);
        const known = target.pathname + target.search;
        if (isOwn && !pages.includes(known) && !waiting.includes(known)) waiting.push(known);
      }
    }
    const ids = await readIds(worker.d1, host.id);
    return { forms, cookie: visitor.cookieFor(worker.origin), pages, ids };
  };
}

const emailOf = (host: number) => `alan.fuzz.${host}@example.com`;

/** A new host with a connected calendar and a booking. */
async function moveIn(
  worker: BuiltWorker,
  book: (hostPath: string) => Promise<unknown>,
  email: string,
): Promise<SignedInHost> {
  const host = await signIn(worker, email);
  const leave = await host.visitor.request(`${worker.origin}/auth/calendar`, {
    method: "POST",
    body: new URLSearchParams(),
  });
  const authorize = leave.headers.get("Location") ?? "";
  const { callback } = await walkThroughConsent(worker.sandbox, authorize, { email });
  if (!callback) throw new Error("Google kept the host");
  await host.visitor.get(callback.href);
  await askNoBusyTimes(worker.d1, host.id);
  for (const kind of KINDS) await addKind(worker.d1, host.id, kind);
  await book(host.path);
  return host;
}

/** No page of theirs asks Google behind its answer, which would write: no calendar counts, and that is known for long. */
async function askNoBusyTimes(d1: D1Database, hostId: string): Promise<void> {
  const later = Date.now() + 86_400_000;
  await d1.batch([
    d1.prepare("UPDATE calendars SET blocks_slots = 0 WHERE host_id = ?").bind(hostId),
    d1.prepare("UPDATE users SET busy_times_asked_at = ? WHERE id = ?").bind(later, hostId),
  ]);
}

export async function readIds(d1: D1Database, hostId: string): Promise<Ids> {
  const idsIn = async (table: string) => {
    const asked = d1.prepare(`SELECT id FROM ${table} WHERE host_id = ? LIMIT 20`).bind(hostId);
    const { results } = await asked.all<{ id: string }>();
    return results.map(({ id }) => id);
  };
  return {
    eventTypeId: await idsIn("event_types"),
    scheduleId: await idsIn("schedules"),
    connectionId: await idsIn("calendar_connections"),
    bookingId: await idsIn("bookings"),
  };
}
