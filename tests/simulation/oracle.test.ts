// The oracle is asked about a world in which all is well, and about the same world with one thing wrong.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bookingIdFor } from "#app/crypto/digest.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { createGoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { EventResource, Mail } from "#google-sandbox/state.ts";
import { createD1OnSqlite } from "../d1-on-sqlite/d1-on-sqlite.ts";
import { applyMigrations } from "../d1-on-sqlite/migrations.ts";
import { createClock } from "./clock.ts";
import type { Invocation } from "./invocation.ts";
import { createLedger, type Story, type Write } from "./ledger.ts";
import { judge } from "./oracle.ts";
import { createTally } from "./tally.ts";
import { rowOf, type Town } from "./town.ts";
import { createTrace } from "./trace.ts";
import { createWatch } from "./watch.ts";
import { ACCOUNTS, firstEnv, healthyContext, MONDAY, moveIn } from "./world.ts";

/** What the rules look at. */
type Judged = Pick<
  Town,
  "clock" | "d1" | "sandbox" | "ledger" | "tally" | "trace" | "residents" | "machine"
>;

let town: Town;
let story: Story;

beforeEach(async () => {
  const clock = createClock(MONDAY);
  const d1 = createD1OnSqlite();
  await applyMigrations(d1);
  const sandbox = createGoogleSandbox({
    now: clock.now,
    clientId: "simulated-client",
    clientSecret: "simulated-secret",
    redirectOrigin: "https://slotkeeper.test",
    accounts: ACCOUNTS,
  });
  const context = healthyContext(clock, d1, sandbox, firstEnv(d1));
  const [account] = ACCOUNTS;
  if (!account) throw new Error("there is nobody");
  const resident = await moveIn(context, d1, sandbox, account);
  const ledger = createLedger(clock.now);
  const judged: Partial<Judged> = { clock, d1, sandbox, ledger, residents: [resident] };
  town = { ...judged, tally: createTally(), trace: createTrace(clock.now, false) } as Town;

  const startsAt = MONDAY + 14 * 86_400_000 + 3_600_000;
  const guest = { name: "Guest 1", email: "guest1@example.org", notes: "", timeZone: "UTC" };
  const what = { handle: resident.handle, eventTypeSlug: "30-minute-meeting", startsAt };
  const form = {
    ...what,
    durationMinutes: null,
    filledIn: { phone: "", answers: {} },
    address: null,
    guest,
  };
  story = {
    key: { hostId: resident.hostId, id: await bookingIdFor(resident.hostId, "form 1") },
    email: guest.email,
    minutes: 30,
    location: "google_meet",
    attempts: [
      {
        at: clock.now(),
        what: "book",
        revision: 1,
        changes: {
          startsAt,
          status: "confirmed",
          title: "30 minute meeting",
          guestName: guest.name,
          notes: "",
          place: "",
          inCalendar: true,
        },
        verdict: "accepted",
      },
    ],
    deeds: [],
    wasLiedAbout: false,
  };
  ledger.stories.set(story.key.id, story);
  await bookSlot(context, { ...form, hostId: null, formKey: "form 1" });
  await vi.waitFor(async () => expect((await rowOf(d1, story.key))?.state).toBe("synced"));
});

const sql = (statement: string) => town.d1.prepare(statement).run();

function event(): EventResource {
  const events = town.sandbox.state().events["ada@example.com"] ?? {};
  const [stored] = Object.values(events);
  if (!stored) throw new Error("there is no event");
  return stored.resource;
}

function mail(): Mail {
  const [first] = town.sandbox.state().mails;
  if (!first) throw new Error("there is no mail");
  return first;
}

function tried(changes: Story["attempts"][number]["changes"]): void {
  const verdict = "accepted";
  story.attempts.push({ at: town.clock.now(), what: "edit", revision: 2, changes, verdict });
}

function write(name: string, at: number): Write {
  const invocation = { name, hasSlept: false, isDead: false } as Invocation;
  return { at, endedAt: at + 10, eventId: event().id, act: "patch", isKnown: true, invocation };
}

test("finds nothing where all is well", async () => {
  expect(await judge(town)).toEqual([]);
});

describe("finds", () => {
  test.each<[rule: string, wrong: () => unknown]>([
    ["lost change", () => tried({ title: "Never stored" })],
    ["lost change", () => tried({ status: "cancelled" })],
    ["refused but stored", () => Object.assign(story.attempts[0] ?? {}, { verdict: "refused" })],
    ["unknown booking", () => town.ledger.stories.clear()],
    ["unsettled", () => sql("UPDATE booking_syncs SET lease_token = 'x'")],
    ["unsettled", () => sql("UPDATE booking_syncs SET due_at = 1")],
    ["unsettled", () => sql("UPDATE booking_syncs SET state = 'parked'")],
    ["disagreement", () => Object.assign(event(), { status: "cancelled" })],
    ["disagreement", () => Object.assign(event(), { summary: "Something else" })],
    ["disagreement", () => Object.assign(event(), { attendees: [] })],
    ["disagreement", () => Object.assign(event(), { start: { dateTime: "2026-11-16T08:45:00Z" } })],
    ["disagreement", () => sql("UPDATE booking_syncs SET state = 'drifted'")],
    ["disagreement", () => sql("UPDATE booking_syncs SET state = 'removed_in_google'")],
    ["wrong link", () => sql("UPDATE bookings SET google_event_id = 'x'")],
    ["no Meet", () => Object.assign(event(), { hangoutLink: undefined })],
    ["too many mails", () => town.sandbox.state().mails.push(mail())],
    [
      "needless mail",
      () => town.sandbox.state().mails.push({ ...mail(), kind: "update", changed: [] }),
    ],
    ["uninformed guest", () => Object.assign(mail(), { summary: "Something else" })],
    ["token in clear", () => sql("UPDATE calendar_connections SET access_token = 'ya29.secret'")],
    ["two at once", () => town.ledger.writes.push(write("one", 5), write("other", 10))],
  ])("%s", async (rule, wrong) => {
    await wrong();
    const found = await judge(town);
    expect(found.map((violation) => violation.split(":")[0])).toContain(rule);
  });

  test("a lost booking", async () => {
    for (const table of ["booking_history", "calendar_events", "booking_syncs"]) {
      await sql(`DELETE FROM ${table}`);
    }
    await sql("DELETE FROM bookings");
    expect(await judge(town)).toContain(`lost booking: ${story.key.id} is not stored`);
    expect(await judge(town)).toContain(`orphan: events of unknown ${story.key.id}`);
  });
});

describe("finds at once", () => {
  test.each<[rule: string, wrong: () => unknown]>([
    ["visible", () => Object.assign(event(), { status: "cancelled", etag: "new" })],
    ["waits in vain", () => sql("UPDATE booking_syncs SET state = 'waiting_for_reconnect'")],
    ["reconnect in vain", () => sql("UPDATE calendar_connections SET status = 'needs_reconnect'")],
  ])("%s", async (rule, wrong) => {
    const watch = createWatch(town);
    await watch.look();
    expect(watch.violations()).toEqual([]);
    await wrong();
    watch.touched();
    await watch.look();
    expect(watch.violations().map((violation) => violation.split(":")[0])).toEqual([rule]);
  });
});
