// Hosts in every state that pages show, and guests of theirs.
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { type BuiltWorker, type SignedInHost, signIn } from "../built-worker.ts";
import { linksOf } from "../process/visitor.ts";
import { asIfReadFor } from "../read-form.ts";
import { fillIn, postFormOf } from "../served-form.ts";
import { describeHost, HANDLE } from "./described-host.ts";
import { storeBookings } from "./stored-bookings.ts";

const DAY_MS = 86_400_000;

/**
 * Those whose browsers open pages. `host`: has everything, and bookings that are behind; `newHost`: signed up a minute ago;
 * `calmHost`: connected, all in agreement; `brokenHost`: has to reconnect; `formerHost`: has just deleted the account.
 */
export type HostName = "host" | "newHost" | "calmHost" | "brokenHost" | "formerHost";

/** Paths and dates of what is there. */
export interface SeededTown {
  host: string;
  emptyHost: string;
  /** "YYYY-MM", ahead of us, of which every working day is free. */
  month: string;
  sunday: string;
  /** Of a free slot, and of one that is taken. */
  start: string;
  taken: string;
  booking: string;
  cancelled: string;
  /** Of one that was made when the host's calendar was connected. */
  invited: string;
  gone: string;
  signedIn: Record<HostName, SignedInHost>;
  /** The host's own pages of bookings: `/bookings/…`, by what is to be seen of them. */
  bookings: Record<
    "answered" | "cancelled" | "retrying" | "drifted" | "removed" | "parked",
    string
  >;
  /** Of the host's schedule. */
  schedule: string;
  /** Of the calm host's connection. */
  disconnect: string;
}

/** Fills an empty Worker. */
export async function seedTown(worker: BuiltWorker): Promise<SeededTown> {
  const { d1 } = worker;
  const signedIn = await signInHosts(worker);
  const { id } = signedIn.host;
  const host = `/${HANDLE}`;
  const month = new Date(Date.now() + 32 * DAY_MS).toISOString().slice(0, 7);
  await describeHost(worker, id, month);
  const empty = await signIn(worker, "nobody.free@example.com");
  await d1.batch([
    d1.prepare("UPDATE users SET name = 'Li 小明' WHERE id = ?").bind(empty.id),
    d1.prepare("UPDATE schedules SET weekly_hours = '[]' WHERE host_id = ?").bind(empty.id),
    d1.prepare("UPDATE event_types SET is_listed = 0 WHERE host_id = ?").bind(empty.id),
    d1.prepare("DELETE FROM event_types WHERE host_id = ?").bind(signedIn.newHost.id),
  ]);
  const slots = await slotsOf(worker, `${host}/quick?month=${month}&tz=Europe/Berlin`);
  const [taken = "", cancelledStart = "", , , invitedStart = ""] = slots;
  // Also a start of event types that begin at half hours only.
  const start = slots.findLast((slot) => slot.endsWith(":00:00Z")) ?? "";
  const booking = await book(worker, `${host}/quick`, taken);
  const cancelled = await book(worker, `${host}/quick`, cancelledStart);
  await cancel(worker, cancelled);
  await connect(worker, signedIn.host);
  const invited = await book(worker, `${host}/interview`, invitedStart);
  const behind = await storeBookings(worker, id, Date.now());
  return {
    ...{ host, emptyHost: empty.path, month, start, taken, booking, cancelled, invited, signedIn },
    sunday: sundayIn(month),
    gone: booking.replace(/\/[0-9a-f]{32}\//, `/${"0".repeat(32)}/`),
    bookings: {
      answered: hostPathOf(invited),
      cancelled: hostPathOf(cancelled),
      retrying: `/bookings/${behind.retrying}`,
      drifted: `/bookings/${behind.drifted}`,
      removed: `/bookings/${behind.removed}`,
      parked: `/bookings/${behind.parked}`,
    },
    schedule: `/availability/${await onlyIdOf(worker, "schedules", id)}`,
    disconnect: `/settings/calendar/disconnect/${await onlyIdOf(worker, "calendar_connections", signedIn.calmHost.id)}`,
  };
}

async function signInHosts(worker: BuiltWorker): Promise<SeededTown["signedIn"]> {
  const host = await signIn(worker, "anneliese.wolkenstein@example.com");
  const newHost = await signIn(worker, "just.signed.up@example.com");
  const calmHost = await signIn(worker, "all.in.agreement@example.com");
  await connect(worker, calmHost);
  await book(worker, `${calmHost.path}/30-minute-meeting`);
  const brokenHost = await signIn(worker, "has.to.reconnect@example.com");
  await connect(worker, brokenHost);
  await worker.d1
    .prepare("UPDATE calendar_connections SET status = 'needs_reconnect' WHERE host_id = ?")
    .bind(brokenHost.id)
    .run();
  await book(worker, `${brokenHost.path}/30-minute-meeting`);
  const formerHost = await signIn(worker, "has.left@example.com");
  await deleteAccount(worker, formerHost);
  return { host, newHost, calmHost, brokenHost, formerHost };
}

/** Connects the host's Google Calendar, every box ticked. */
async function connect({ origin, sandbox }: BuiltWorker, { visitor, id }: SignedInHost) {
  const leave = await visitor.request(`${origin}/auth/calendar`, {
    method: "POST",
    body: new URLSearchParams(),
  });
  const authorize = leave.headers.get("Location") ?? "";
  const email = new URL(authorize).searchParams.get("login_hint") ?? "";
  const { callback } = await walkThroughConsent(sandbox, authorize, { email });
  if (!callback) throw new Error(`Google kept ${id}`);
  await visitor.get(callback.href);
}

async function deleteAccount({ origin }: BuiltWorker, { visitor, path }: SignedInHost) {
  const url = `${origin}/settings/account`;
  const { html } = await visitor.get(url);
  const form = postFormOf(html.slice(html.indexOf('action="/settings/account"') - 60), url);
  const typed = { handle: path.slice(1), bookings: "keep" };
  await visitor.post(form.action, fillIn(form, typed));
}

async function onlyIdOf({ d1 }: BuiltWorker, table: string, hostId: string): Promise<string> {
  const row = await d1.prepare(`SELECT id FROM ${table} WHERE host_id = ?`).bind(hostId).first();
  return String(row?.id);
}

/** The host's page of a booking, from the guest's: `/booking/<host>/<booking>/<capability>`. */
function hostPathOf(guestPage: string): string {
  return `/bookings/${guestPage.split("/")[3]}`;
}

/** When the slots of a page start. */
async function slotsOf({ origin }: BuiltWorker, path: string): Promise<string[]> {
  const html = await (await fetch(origin + path)).text();
  return linksOf(html, "/book?").map(
    (link) => new URL(link, origin).searchParams.get("start") ?? "",
  );
}

/** @param start its first free slot, unless given. @returns the path of the guest's page */
async function book(worker: BuiltWorker, eventType: string, start?: string): Promise<string> {
  const { origin } = worker;
  const startsAt = start ?? (await slotsOf(worker, eventType))[0];
  const url = `${origin}${eventType}/book?start=${startsAt}&tz=Asia/Tokyo`;
  const form = postFormOf(await (await fetch(url)).text(), url);
  const typed = {
    name: "Bartholomew Featherstonehaugh-Cholmondeley 🎩",
    email: "bartholomew.featherstonehaugh-cholmondeley@a-rather-long-domain.example.org",
    notes: "About the figures of last week:\nwhy do they fall on Tuesdays?",
  };
  const fields = await asIfReadFor(
    60_000,
    Object.fromEntries(new URLSearchParams(fillIn(form, typed))),
  );
  const answer = await fetch(form.action, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
  });
  if (answer.status !== 303) throw new Error(`a booking was answered with ${answer.status}`);
  return answer.headers.get("Location") ?? "";
}

async function cancel({ origin }: BuiltWorker, booking: string): Promise<void> {
  const url = `${origin}${booking}/cancel`;
  const form = postFormOf(await (await fetch(url)).text(), url);
  const body = new URLSearchParams(
    fillIn(form, { reason: "The train stands still in a snowdrift ❄️" }),
  );
  await fetch(form.action, { method: "POST", redirect: "manual", body });
}

function sundayIn(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  const day = 1 + ((7 - first.getUTCDay()) % 7);
  return `${month}-${String(day).padStart(2, "0")}`;
}
