// The host's list of bookings and their numbers: what an address asks for, what is shown, and what it costs D1.
import { env } from "cloudflare:test";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import * as numbers from "#app/routes/booking-numbers/route.tsx";
import * as bookings from "#app/routes/bookings/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { nastyValue } from "../fuzz/values.ts";
import { createRandom } from "../simulation/random.ts";
import { aConnectedHost, aForm, aHost, book, cancel, GRACE, row } from "./people.ts";
import { countCosts } from "./watched-database.ts";
import { createWorld, type World } from "./world.ts";

const HOUR_MS = 3_600_000;
/** A page of 25 bookings and the one behind it, each with its sync and where its event belongs, and what else it tells. */
const MOST_READ = 4 * 26 + 15;

let world: World;
let host: Host;
let cookie: string;
const figures: Record<string, number> = {};

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
  cookie = await startSession(world.context, host.id);
});

afterAll(() => {
  console.info(`rows read from D1 by the list of bookings: ${JSON.stringify(figures)}`);
});

type Loader = typeof bookings.loader | typeof numbers.loader;

/** What a page shows, and the rows that it reads. */
async function open<T extends Loader>(loader: T, address: string) {
  const { watch, costs } = countCosts();
  const worker = world.worker({ database: watch });
  const shown = await loader({
    request: asHost(address),
    params: {},
    context: { ...worker.context },
  });
  return { shown: shown as Awaited<ReturnType<T>>, read: costs.read };
}

const asHost = (address: string) =>
  new Request(new URL(address, env.APP_ORIGIN), { headers: { Cookie: cookie } });

const list = (address: string) =>
  bookings.loader({ request: asHost(address), params: {}, context: { ...world.context } });

const NINE = Date.parse("2026-11-02T09:00:00Z");
const guest = (name: string, email: string) => ({
  ...{ name, email },
  ...{ notes: "", timeZone: "Europe/Berlin" },
});

/** So many past bookings, half an hour long, an hour apart, the last an hour ago. */
async function addPast(count: number, hostId = host.id): Promise<void> {
  const last = world.clock.now() - 2 * HOUR_MS;
  for (let first = 0; first < count; first += 1_000) {
    await env.DB.prepare(
      `WITH RECURSIVE n(n) AS (SELECT ?3 UNION ALL SELECT n + 1 FROM n WHERE n < ?4 - 1)
       INSERT INTO bookings (host_id, id, event_type_id, request_hash, title, guest_name, guest_email, guest_notes,
         guest_time_zone, location_kind, location_detail, time_zone, local_day, starts_at, ends_at, block_starts_at,
         block_ends_at, status, revision, rules_version, inviter, link_version, busy_times_checked, created_at, updated_at)
       SELECT u.id, printf('%032x', n.n), (SELECT id FROM event_types WHERE host_id = u.id), 'hash', 'Call ' || CAST(n.n AS INTEGER),
         'Guest ' || CAST(n.n AS INTEGER), 'g@example.org', '', 'UTC', 'phone', '', 'UTC', '2026-01-01', ?2 - n.n * ${HOUR_MS},
         ?2 - n.n * ${HOUR_MS} + ${HOUR_MS / 2}, ?2 - n.n * ${HOUR_MS}, ?2 - n.n * ${HOUR_MS} + ${HOUR_MS / 2},
         'confirmed', 1, u.rules_version, 'own', 1, 1, 0, 0
       FROM n JOIN users u ON u.id = ?1`,
    )
      .bind(hostId, last, first, Math.min(count, first + 1_000))
      .run();
  }
  await env.DB.prepare(
    "UPDATE booking_syncs SET state = 'synced', due_at = NULL, behind_since_at = NULL WHERE host_id = ?",
  )
    .bind(hostId)
    .run();
}

test("R7.9 each row tells when, in which zone, who, what, and how it stands with the calendar", async () => {
  await book(
    world.context,
    aForm(host, { startsAt: NINE, guest: guest("Émile Zola", "zola@example.org") }),
  );
  await world.settle();
  const { rows, previous, next, query } = await list("/bookings");
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      title: "30 minute meeting",
      day: "Monday 2 November 2026",
      time: "10:00 – 10:30",
      zone: "Europe/Berlin (GMT+1)",
      guest: { name: "Émile Zola", email: "zola@example.org" },
      isCancelled: false,
      cancelled: null,
      sync: { tone: "good", text: "On your calendar ✓" },
    },
  ]);
  expect([previous, next, query.list]).toEqual([null, null, "upcoming"]);
  expect((await list("/bookings?q=%C3%89MILE+example.org")).rows).toHaveLength(1);
  expect((await list("/bookings?q=nobody")).rows).toHaveLength(0);
});

test("R7.9 a booking goes from upcoming to past when it ends, and to cancelled when it is called off", async () => {
  const one = await book(world.context, aForm(host, { startsAt: NINE }));
  const other = await book(world.context, aForm(host, { startsAt: NINE + HOUR_MS }));
  await cancel(world.context, other);
  await world.settle();
  const ids = async (name: string) =>
    (await list(`/bookings?list=${name}`)).rows.map(({ id }) => id);
  expect(await ids("upcoming")).toEqual([one.id]);
  expect(await ids("cancelled")).toEqual([other.id]);
  expect((await list("/bookings?list=cancelled")).rows[0]).toMatchObject({
    isCancelled: true,
    cancelled: "Cancelled by Gustav Guest: ill",
    sync: { text: "Not in your calendar" },
  });
  await world.clock.moveTo(one.meeting.end - 1);
  expect(await ids("past")).toEqual([]);
  await world.clock.moveTo(one.meeting.end + 1);
  expect([await ids("upcoming"), await ids("past")]).toEqual([[], [one.id]]);
});

test("R7.9 D4.8 what needs the host is found by its filter, wherever else it stands", async () => {
  const fine = await book(world.context, aForm(host, { startsAt: NINE }));
  const parked = await book(world.context, aForm(host, { startsAt: NINE + HOUR_MS }));
  await world.settle();
  await env.DB.prepare(
    "UPDATE booking_syncs SET state = 'parked', behind_since_at = 1, last_outcome = 'calendar_missing' WHERE booking_id = ?",
  )
    .bind(parked.id)
    .run();
  const ids = async (query: string) => (await list(`/bookings?${query}`)).rows.map(({ id }) => id);
  expect(await ids("sync=attention")).toEqual([parked.id]);
  expect(await ids("sync=agreed")).toEqual([fine.id]);
  expect(await ids(`type=${fine.eventTypeId}`)).toEqual([fine.id, parked.id]);
  expect(await ids(`type=${"f".repeat(32)}`)).toEqual([]);
});

test("R7.9 another host's bookings are in no list and no number", async () => {
  await book(world.context, aForm(host, { startsAt: NINE }));
  const grace = await aHost(world, GRACE);
  cookie = await startSession(world.context, grace.id);
  for (const name of ["upcoming", "past", "cancelled"]) {
    expect((await list(`/bookings?list=${name}&q=guest`)).rows).toEqual([]);
  }
  expect((await open(numbers.loader, "/bookings/numbers")).shown.types).toEqual([]);
  cookie = "";
  const thrown = await list("/bookings").catch((error: unknown) => error);
  expect(thrown).toMatchObject({ status: 302 });
});

test("D10 a page costs the same with 60 and with 6,000 bookings, at the start and deep in the list", async () => {
  for (const count of [60, 6_000]) {
    await env.DB.batch(
      ["booking_syncs", "bookings"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    );
    await addPast(count);
    const first = await open(bookings.loader, "/bookings?list=past");
    const second = await open(bookings.loader, first.shown.next ?? "");
    figures[`first page of ${count}`] = first.read;
    figures[`second page of ${count}`] = second.read;
    figures[`needs attention, none of ${count}`] = (
      await open(bookings.loader, "/bookings?list=past&sync=attention")
    ).read;
    expect(first.shown.rows).toHaveLength(25);
    expect(second.shown.rows[0]?.guest.name).toBe("Guest 25");
  }
  // The place of a booking far down, as the address of its page holds it.
  const deep = await row("SELECT starts_at, id FROM bookings WHERE guest_name = 'Guest 5900'");
  const place = `${deep.starts_at}.${deep.id}`;
  figures["deep in 6000"] = (
    await open(bookings.loader, `/bookings?list=past&after=${place}`)
  ).read;
  for (const [what, read] of Object.entries(figures)) {
    expect([what, read]).toEqual([what, Math.min(read, MOST_READ)]);
  }
  expect(figures["first page of 6000"]).toBe(figures["first page of 60"]);
  expect(figures["second page of 6000"]).toBe(figures["second page of 60"]);
});

test("D10 a search reads the host's own bookings at most, never another's", async () => {
  await addPast(500);
  const before = await open(bookings.loader, "/bookings?list=past&q=guest+499");
  expect(before.shown.rows.map(({ title }) => title)).toEqual(["Call 499"]);
  await addPast(2_000, (await aHost(world, GRACE)).id);
  const after = await open(bookings.loader, "/bookings?list=past&q=guest+499");
  figures["one found among 500"] = after.read;
  // A search ends at the neighbour's first row, if there is one: ids decide who is whose neighbour.
  expect(after.read).toBeLessThanOrEqual(before.read + 3);
  expect(after.read).toBeLessThan(3 * 500 + 50);
});

test("R7.9 all pages together show each booking once, the way back too", async () => {
  await addPast(60);
  const seen: string[] = [];
  let address: string | null = "/bookings?list=past&q=guest";
  let last = "";
  while (address) {
    last = address;
    const page: Awaited<ReturnType<typeof list>> = await list(address);
    seen.push(...page.rows.map(({ title }) => title));
    address = page.next;
  }
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => `Call ${n}`));
  const { previous } = await list(last);
  expect(new URL(previous ?? "", env.APP_ORIGIN).searchParams.get("q")).toBe("guest");
  const back = await list(previous ?? "");
  expect(back.rows.map(({ title }) => title)).toEqual(seen.slice(25, 50));
  // What was there when the link was made may be gone since.
  expect((await list(`/bookings?list=past&after=1.${"0".repeat(32)}`)).isLaterPage).toBe(true);
});

test("R7.9 100 addresses of anything: each shows a list", async () => {
  await addPast(3);
  const random = createRandom(6, "booking lists");
  for (let round = 0; round < 100; round++) {
    const params = new URLSearchParams();
    for (const name of ["list", "q", "type", "sync", "after", "before"]) {
      if (random.chance(0.5)) params.append(name, nastyValue(random));
    }
    if (random.chance(0.2)) params.set("after", `${random.between(0, 2 ** 31)}.${"0".repeat(32)}`);
    const { rows, query } = await list(`/bookings?${params}`);
    expect(rows.length).toBeLessThanOrEqual(3);
    expect(query.search.length).toBeLessThanOrEqual(100);
  }
});

test("R7.9 bookings are counted by week on the host's clocks and by event type, cancelled ones by themselves", async () => {
  const one = await book(world.context, aForm(host, { startsAt: NINE }));
  const other = await book(world.context, aForm(host, { startsAt: NINE + HOUR_MS }));
  await cancel(world.context, other);
  await addPast(30);
  const { shown, read } = await open(numbers.loader, "/bookings/numbers");
  figures["numbers of 32 in 12 weeks"] = read;
  expect(shown.weeks).toHaveLength(12);
  // It is eight o'clock on a Monday in Berlin: of the past ones, an hour apart, seven began today.
  expect(
    shown.weeks.slice(-2).map(({ short, confirmed, cancelled }) => [short, confirmed, cancelled]),
  ).toEqual([
    ["26 Oct", 23, 0],
    ["2 Nov", 8, 1],
  ]);
  expect(shown.types).toEqual([
    { id: one.eventTypeId, title: "30 minute meeting", confirmed: 31, cancelled: 1 },
  ]);
  expect(shown.summary).toContain("31 bookings in 12 weeks");
  expect(read).toBeLessThan(2 * 32 + 20);
});
