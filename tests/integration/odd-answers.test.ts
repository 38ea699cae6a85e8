// Answers of Google's that are no answers: HTML, JSON that is cut off, fields of other types. Each has a named outcome,
// nothing crashes, and once Google makes sense again all comes to agree.
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import type { Booking } from "#app/domain/booking.ts";
import { consumeSyncMessages } from "#app/queue/consumer.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { retrySync } from "#app/use-cases/retry-sync.server.ts";
import { syncBooking } from "#app/use-cases/sync-booking.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  ADA,
  aConnectedHost,
  aForm,
  aHost,
  book,
  bookAndSettle,
  cancel,
  connect,
  connectionOf,
  edit,
  freeSlots,
  GRACE,
  liveEvents,
  mailsAbout,
  move,
  requireBooked,
  row,
  syncOf,
} from "./people.ts";
import { SYNC_QUEUE } from "./recorded-queue.ts";
import { createWorld, type WorkerFaults, type World } from "./world.ts";

const MINUTE_MS = 60_000;

let world: World;
let host: Host;
let errors: ReturnType<typeof vi.spyOn>;

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  errors = vi.spyOn(console, "error").mockImplementation(() => {});
  world = await createWorld();
  host = await aConnectedHost(world);
});

const JSON_TYPE = { "Content-Type": "application/json; charset=UTF-8" };

/** What stands in the place of an answer's body; the status stays. */
const BODIES: [string, string, Record<string, string>][] = [
  ["nothing", "", JSON_TYPE],
  ["HTML", "<!DOCTYPE html><title>Sorry</title>", { "Content-Type": "text/html" }],
  ["JSON that is cut off", '{"id":"b0123","status":"confirm', JSON_TYPE],
  ["null", "null", JSON_TYPE],
  ["a list", "[1,2,3]", JSON_TYPE],
  ["a number", "7", JSON_TYPE],
  ["text", '"ok"', JSON_TYPE],
  [
    "fields of other types",
    JSON.stringify({
      ...{ id: 5, etag: 7, status: [], start: "soon", end: 3, attendees: {}, items: "none" },
      ...{ calendars: "none", extendedProperties: [], conferenceData: 0, access_token: 9 },
      ...{ expires_in: "long", scope: 4, error: { errors: "none", message: 3 } },
    }),
    JSON_TYPE,
  ],
  [
    "an event with one odd field",
    JSON.stringify({ id: "b1", status: "confirmed", start: { dateTime: 12 } }),
    JSON_TYPE,
  ],
  ["bytes that are no text", "\uFFFD\u0000\u0007", JSON_TYPE],
];

type Endpoint = "insert" | "get" | "list" | "patch" | "delete" | "freeBusy" | "token";

function isFor(endpoint: Endpoint, { method, url }: Request): boolean {
  const { pathname, searchParams } = new URL(url);
  const isEvent = /\/events\/[^/]+$/.test(pathname);
  switch (endpoint) {
    case "insert":
      return method === "POST" && pathname.endsWith("/events");
    case "list":
      return method === "GET" && pathname.endsWith("/events") && searchParams.size > 0;
    case "get":
      return method === "GET" && isEvent;
    case "patch":
      return method === "PATCH" && isEvent;
    case "delete":
      return method === "DELETE" && isEvent;
    case "freeBusy":
      return pathname.endsWith("/freeBusy");
    case "token":
      return pathname.endsWith("/token");
  }
}

/** Google does what it is asked, and answers this instead of what it should. */
const answering = (
  endpoint: Endpoint,
  body: string,
  headers: Record<string, string>,
  status?: number,
) => {
  const met = { times: 0 };
  const google: WorkerFaults["google"] = async (send, request) => {
    const answer = await send();
    if (!isFor(endpoint, request)) return answer;
    met.times += 1;
    const isEmpty = answer.status === 204 && status === undefined;
    return new Response(isEmpty ? null : body, { status: status ?? answer.status, headers });
  };
  return { worker: world.worker({ google }), met };
};

const booked = () => bookAndSettle(world, host);

async function expectAgreement(booking: Booking, mails: string[]): Promise<void> {
  await world.passTime(5 * MINUTE_MS);
  expect(await syncOf(booking)).toMatchObject({
    state: "synced",
    due_at: null,
    lease_token: null,
  });
  expect(mailsAbout(world, booking)).toEqual(mails);
  expect(errors).not.toHaveBeenCalled();
}

const retryingAs = (last_outcome: string) => ({
  state: "retrying",
  last_outcome,
  lease_token: null,
});

test.each(BODIES)(
  "R5.3 an insert is answered with %s: retried, adopted, one event and one invitation",
  async (_what, body, headers) => {
    const { worker, met } = answering("insert", body, headers);
    const booking = await book(worker.context, aForm(host));
    await worker.settle();
    expect(met.times).toBe(1);
    expect(await syncOf(booking)).toMatchObject(retryingAs("malformed_answer"));
    await expectAgreement(booking, ["invitation"]);
    expect(world.sandbox.events(ADA)).toHaveLength(1);
  },
);

test.each(BODIES)(
  "R5.3 a patch is answered with %s: retried, found done, one mail",
  async (_what, body, headers) => {
    const booking = await booked();
    const { worker, met } = answering("patch", body, headers);
    await move(worker.context, booking, booking.meeting.start + 30 * MINUTE_MS);
    await worker.settle();
    expect(met.times).toBe(1);
    expect(await syncOf(booking)).toMatchObject(retryingAs("malformed_answer"));
    await expectAgreement(booking, ["invitation", "update"]);
  },
);

test.each(BODIES)(
  "R5.3 a delete is answered with %s: any 2xx says that it is done",
  async (_what, body, headers) => {
    const booking = await booked();
    const { worker, met } = answering("delete", body, headers, 200);
    await cancel(worker.context, booking);
    await worker.settle();
    expect(met.times).toBe(1);
    await expectAgreement(booking, ["invitation", "cancellation"]);
    expect(liveEvents(world)).toEqual([]);
  },
);

test.each(BODIES)(
  "R5.3 a look is answered with %s: nothing is believed of it, and it is retried",
  async (_what, body, headers) => {
    const booking = await booked();
    const { worker, met } = answering("get", body, headers);
    await retrySync(worker.context, booking);
    await worker.settle();
    expect(met.times).toBeGreaterThan(0);
    expect(await syncOf(booking)).toMatchObject(retryingAs("malformed_answer"));
    await expectAgreement(booking, ["invitation"]);
    expect(liveEvents(world)).toHaveLength(1);
  },
);

test.each(BODIES)(
  "R5.3 a list is answered with %s: what is not in it is not taken for gone",
  async (_what, body, headers) => {
    const booking = await booked();
    world.sandbox.faults.add({
      match: { path: "events.get" },
      effect: "refuse",
      status: 404,
      times: 3,
    });
    const { worker, met } = answering("list", body, headers);
    for (let tries = 0; tries < 3; tries++) {
      await retrySync(worker.context, booking);
      await worker.settle();
    }
    expect(met.times).toBeGreaterThan(0);
    const sync = await syncOf(booking);
    expect(sync.state).toBe("retrying");
    await expectAgreement(booking, ["invitation"]);
    expect(world.sandbox.events(ADA)).toHaveLength(1);
  },
);

test.each(BODIES)(
  "R7.6 free/busy is answered with %s: unknown and never free, by the host's choice",
  async (_what, body, headers) => {
    const { worker, met } = answering("freeBusy", body, headers);
    await world.context.env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'refuse'").run();
    expect(await bookSlot(worker.context, aForm(host))).toEqual({ kind: "calendarUnknown" });
    await worker.settle();
    expect(met.times).toBeGreaterThan(0);
    await world.context.env.DB.prepare("UPDATE users SET when_busy_times_unknown = 'accept'").run();
    const booking = requireBooked(await bookSlot(worker.context, aForm(host)));
    await worker.settle();
    await expectAgreement(booking, ["invitation"]);
  },
);

test.each(BODIES)(
  "R5.3 the token endpoint is answered with %s: no host is disconnected for it",
  async (_what, body, headers) => {
    const booking = await booked();
    // The old token runs out, and the new one can't be read.
    await world.clock.moveTo(world.clock.now() + 61 * MINUTE_MS);
    const { worker, met } = answering("token", body, headers);
    await edit(worker.context, booking, { notes: "New" }).catch(() => undefined);
    await worker.settle();
    expect(met.times).toBeGreaterThan(0);
    expect(await connectionOf(host)).toMatchObject({ status: "active" });
    expect(await syncOf(booking)).toMatchObject({ state: "retrying" });
    await expectAgreement(booking, ["invitation"]);
  },
);

test.each([401, 403, 404, 409, 410, 412, 429, 500, 502, 503])(
  "R5.3 a %i with a body of HTML is named by its status, for every call of a sync",
  async (status) => {
    const KNOWN = ["pending", "retrying", "parked", "removed_in_google", "synced"];
    for (const endpoint of ["insert", "patch", "delete", "get"] as const) {
      const slots = await freeSlots(world.context, host.id);
      const startsAt = slots.find(({ start }) => start > world.clock.now() + 3_600_000)?.start;
      const { worker, met } = answering(endpoint, "<html>Sorry", {}, status);
      const form = aForm(host, { startsAt });
      const booking = await book(endpoint === "insert" ? worker.context : world.context, form);
      await worker.settle();
      await world.settle();
      if (endpoint === "patch") await edit(worker.context, booking, { notes: "New" });
      if (endpoint === "delete") await cancel(worker.context, booking);
      if (endpoint === "get") await retrySync(worker.context, booking);
      await worker.settle();
      expect([endpoint, met.times > 0]).toEqual([endpoint, true]);
      const { state, lease_token } = await syncOf(booking);
      expect([endpoint, KNOWN.includes(String(state)), lease_token]).toEqual([
        endpoint,
        true,
        null,
      ]);
      await retrySync(world.context, booking);
      await world.settle();
      await world.passTime(3 * MINUTE_MS);
    }
    expect(errors).not.toHaveBeenCalled();
  },
);

test("R5.3 one booking's odd answer does not keep a batch from the others", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const fault = world.sandbox.faults.add({
    match: { path: "events.insert" },
    effect: "refuse",
    times: 3,
  });
  const bookings: Booking[] = [];
  for (const hour of [9, 10, 11]) {
    const startsAt = Date.parse(`2026-11-03T${String(hour).padStart(2, "0")}:00:00Z`);
    bookings.push(await book(world.context, aForm(host, { startsAt })));
    await world.settle();
  }
  world.sandbox.faults.clear(fault.id);
  await world.clock.moveTo(world.clock.now() + 3_000);
  let inserts = 0;
  const worker = world.worker({
    google: async (send, request) => {
      if (!isFor("insert", request)) return send();
      inserts += 1;
      return inserts === 1 ? new Response("<html>", { status: 200 }) : send();
    },
  });
  const batch = createMessageBatch(
    SYNC_QUEUE,
    bookings.map(({ hostId, id }, n) => ({
      id: `m${n}`,
      timestamp: new Date(),
      attempts: 1,
      body: { version: 1, type: "sync_booking", hostId, bookingId: id },
    })),
  );
  await consumeSyncMessages(worker.context, batch);
  await worker.settle();
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  expect([explicitAcks, retryMessages]).toEqual([["m0", "m1", "m2"], []]);
  const states = await Promise.all(bookings.map(async (one) => (await syncOf(one)).state));
  expect(states).toEqual(["retrying", "synced", "synced"]);
});

test("R5.3 an answer that never ends is broken off at its deadline, and has a name", async () => {
  const limits: number[] = [];
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    limits.push(ms);
    return AbortSignal.abort(new DOMException("late", "TimeoutError"));
  });
  const booking = await booked();
  expect(await syncOf(booking)).toMatchObject(retryingAs("timeout"));
  expect(limits.length).toBeGreaterThan(1);
  expect(limits.every((ms) => ms <= 10_000)).toBe(true);
});

test.each(BODIES)(
  "R6.3 the list of calendars is answered with %s while connecting: told, and nothing half connected",
  async (_what, body, headers) => {
    const grace = await aHost(world, GRACE);
    const worker = world.worker({
      google: async (send, request) => {
        const answer = await send();
        if (!request.url.includes("/calendarList")) return answer;
        return new Response(body, { status: 200, headers });
      },
    });
    const outcome = await connect(world, grace, {}, worker.context);
    await worker.settle();
    expect(outcome.kind).not.toBe("connected");
    const connections = await row(
      "SELECT count(*) AS n FROM calendar_connections WHERE host_id = ?",
      grace.id,
    );
    expect(connections).toEqual({ n: 0 });
    expect(errors).not.toHaveBeenCalled();
  },
);

test("R5.3 whatever Google says, syncing a booking ends and holds no lease", async () => {
  const booking = await booked();
  const odd = world.worker({
    google: async () => new Response("\u0000", { status: 200 }),
  });
  for (let n = 0; n < 5; n++) {
    await retrySync(odd.context, booking);
    await odd.settle();
    await syncBooking(odd.context, booking);
    expect(await syncOf(booking)).toMatchObject({ lease_token: null });
    await world.clock.moveTo(world.clock.now() + MINUTE_MS);
  }
  await expectAgreement(booking, ["invitation"]);
});
