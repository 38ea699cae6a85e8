import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { type Random, randomNumbers } from "./random.fixtures.ts";
import { booked, cancelled, HOME, MINUTE_MS, NOW, ours, untried } from "./sync-plan.fixtures.ts";
import {
  attempted,
  type Exchange,
  type Plan,
  planFirstStep,
  planNextStep,
  type Step,
  type SyncSubject,
} from "./sync-plan.ts";

// A booking is synced against a calendar that keeps its own truth, over a line that loses and delays, by workers that
// crash. When the trouble is over, the calendar must hold exactly what the booking says.
const WORLDS = 6_000;
const TROUBLED_RUNS = 12;
const MOST_QUIET_RUNS = 60;
const LATEST_LANDING_MS = 50 * MINUTE_MS;

test("D4 after lost replies, late inserts and crashes the calendar holds one event, or none when cancelled", () => {
  const met = { lost: 0, late: 0, crashed: 0, spent: 0, cancelled: 0, removed: 0 };
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = openWorld(seed);
    for (let run = 0; run < TROUBLED_RUNS; run++) {
      const { random } = world;
      if (world.subject.status === "confirmed" && random(5) === 0) {
        const revision = world.subject.revision + 1;
        world.subject = random(3) > 0 ? cancelled({ revision }) : booked({ revision });
      }
      passTime(world, random(3) * random(8) * MINUTE_MS);
      runWorker(world, troubledLine(world, met));
      if (random(40) === 0) removeByHand(world);
    }
    const end = quietDown(world, seed);

    const live = [...world.calendar.values()].filter((event) => !event.cancelled);
    const isCancelled = world.subject.status === "cancelled";
    const shown = live.map(({ marker }) => marker?.revision);
    if (world.wasRemovedByHand) {
      expect(shown.length, `seed ${seed}`).toBeLessThanOrEqual(isCancelled ? 0 : 1);
    } else {
      expect([end, shown], `seed ${seed}`).toEqual([
        "synced",
        isCancelled ? [] : [world.subject.revision],
      ]);
    }
    if (isCancelled) met.cancelled++;
    if (end === "removed_in_google") met.removed++;
    if (world.stored.length > 1) met.spent++;
  }
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(100);
});

interface World {
  random: Random;
  now: number;
  subject: SyncSubject;
  /** What the database holds of the booking's events. */
  stored: EventRecord[];
  /** The calendar's truth, tombstones included. */
  calendar: Map<string, EventFacts>;
  /** Inserts that are still under way. Some keep their id taken already. */
  landing: { id: string; at: number; event: EventFacts; takesId: boolean }[];
  etags: number;
  wasRemovedByHand: boolean;
}

function openWorld(seed: number): World {
  return {
    random: randomNumbers(seed),
    now: NOW,
    subject: booked(),
    stored: [untried()],
    calendar: new Map(),
    landing: [],
    etags: 0,
    wasRemovedByHand: false,
  };
}

function passTime(world: World, ms: number): void {
  world.now += ms;
  for (const { id, event } of world.landing.filter(({ at }) => at <= world.now)) {
    if (!world.calendar.has(id)) world.calendar.set(id, event);
  }
  world.landing = world.landing.filter(({ at }) => at > world.now);
}

type Line = (world: World, step: Step) => Exchange["answer"] | "crash";

/** What the use case does: record an attempt, send it, learn, store everything at the end. */
function runWorker(world: World, line: Line): Plan | null {
  const { subject, now, stored } = world;
  let plan: Plan = planFirstStep(subject, stored, HOME, false, now);
  for (let steps = 0; "step" in plan && steps < 12; steps++) {
    const { step } = plan;
    if (step.act === "insert" || step.act === "burn") store(world, attempted(step.record));
    const answer = line(world, step);
    if (answer === "crash") return null;
    const exchange = { step, answer } as Exchange;
    plan = planNextStep(subject, plan.records, HOME, false, now, exchange);
  }
  for (const record of plan.records) store(world, record);
  return plan;
}

function store(world: World, record: EventRecord): void {
  const others = world.stored.filter(({ generation }) => generation !== record.generation);
  world.stored = [...others, record].sort((a, b) => a.generation - b.generation);
}

/** No more trouble: runs when it is time to, until nothing is due; then lets everything land that is still under way. */
function quietDown(world: World, seed: number): string {
  for (let run = 0; run < MOST_QUIET_RUNS; run++) {
    const plan = runWorker(world, reach);
    const end = plan && "end" in plan ? plan.end : null;
    if (end?.end === "synced" || end?.end === "removed_in_google") {
      if (end.followUpAt === null) {
        passTime(world, LATEST_LANDING_MS);
        return end.end;
      }
      passTime(world, end.followUpAt - world.now);
    } else {
      passTime(world, MINUTE_MS);
    }
  }
  throw new Error(`seed ${seed} never comes to rest`);
}

function removeByHand(world: World): void {
  for (const [id, event] of world.calendar) {
    if (event.cancelled) continue;
    world.calendar.set(id, { ...event, cancelled: true, etag: nextEtag(world) });
    world.wasRemovedByHand = true;
  }
}

function troubledLine(world: World, met: { lost: number; late: number; crashed: number }): Line {
  const { random } = world;
  return (_world, step) => {
    const trouble = random(10);
    if (trouble === 0) return { kind: "notSent", why: "token_being_renewed" };
    if (trouble === 1) return { kind: "rateLimited", retryAfterMs: null };
    if (trouble === 2) {
      met.crashed++;
      if (random(2) === 0) reach(world, step);
      return "crash";
    }
    if (trouble === 3 || trouble === 4) {
      met.lost++;
      if (random(2) === 0) reach(world, step);
      return { kind: "unavailable", why: "network" };
    }
    if (trouble === 5 && (step.act === "insert" || step.act === "burn")) {
      met.late++;
      const at = world.now + 1 + random(LATEST_LANDING_MS);
      const event = newEvent(world, step);
      world.landing.push({ id: step.record.eventId, at, event, takesId: random(3) > 0 });
      return { kind: "unavailable", why: "timeout" };
    }
    return reach(world, step);
  };
}

/** The calendar itself. */
function reach(world: World, step: Step): Exchange["answer"] {
  const { calendar } = world;
  const id = step.record.eventId;
  const event = calendar.get(id);
  switch (step.act) {
    case "insert":
    case "burn": {
      const isTaken = world.landing.some((one) => one.id === id && one.takesId);
      if (event || isTaken) return { kind: "alreadyThere" };
      calendar.set(id, newEvent(world, step));
      return { kind: "accepted", event: newest(world, id) };
    }
    case "look":
      return event ? { kind: "found", event } : { kind: "notFound" };
    case "patch": {
      if (!event || event.cancelled) return { kind: "notFound" };
      if (event.etag !== step.etag) return { kind: "changedMeanwhile" };
      calendar.set(id, newEvent(world, step));
      return { kind: "accepted", event: newest(world, id) };
    }
    case "remove":
      if (!event) return { kind: "notFound" };
      if (event.cancelled) return { kind: "removed" };
      if (step.etag !== null && event.etag !== step.etag) return { kind: "changedMeanwhile" };
      calendar.set(id, { ...event, cancelled: true, etag: nextEtag(world) });
      return { kind: "removed" };
  }
}

function newEvent(world: World, { record }: Step): EventFacts {
  return ours({ etag: nextEtag(world) }, world.subject.revision, record.generation);
}

function newest(world: World, id: string): EventFacts {
  const event = world.calendar.get(id);
  if (!event) throw new Error(`no event ${id}`);
  return event;
}

function nextEtag(world: World): string {
  world.etags++;
  return `"${world.etags}"`;
}
