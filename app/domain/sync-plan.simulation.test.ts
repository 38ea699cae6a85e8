import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { type Random, randomNumbers } from "./random.fixtures.ts";
import { booked, cancelled, HOME, MINUTE_MS, NOW, ours, untried } from "./sync-plan.fixtures.ts";
import { type Plan, planFirstStep, planNextStep, type SyncGoal } from "./sync-plan.ts";
import { type Attempt, attempted, type Step, type SyncSubject } from "./sync-step.ts";

// A booking is synced against a calendar that keeps its own truth and does not always show it, over a line that loses and
// delays, by workers that crash. When the trouble is over, the calendar must hold exactly what the booking says.
const WORLDS = 6_000;
const TROUBLED_RUNS = 12;
const MOST_QUIET_RUNS = 60;
const LATEST_LANDING_MS = 50 * MINUTE_MS;
/** What was just written may be answered 404 for so long; the list shows it. */
const LONGEST_LAG_MS = 5 * MINUTE_MS;

test("D4 after lost replies, late inserts and crashes the calendar holds one event, or none when cancelled", () => {
  const met = {
    ...{ lost: 0, late: 0, crashed: 0, hidden: 0, unreadable: 0 },
    ...{ spent: 0, cancelled: 0, removed: 0, restored: 0 },
  };
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
      if (world.subject.status === "confirmed" && random(5) === 0) restoreByHand(world);
      if (random(20) === 0) world.unreadableUntil = world.now + random(10) * MINUTE_MS;
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
    met.hidden += world.met.hidden;
    met.unreadable += world.met.unreadable;
    met.restored += world.met.restored;
  }
  expect(Object.entries(met).filter(([, count]) => count <= 100)).toEqual([]);
});

interface World {
  random: Random;
  now: number;
  subject: SyncSubject;
  /** What the database holds of the booking's events. */
  stored: EventRecord[];
  /** The calendar's truth, tombstones included. */
  calendar: Map<string, EventFacts>;
  /** Until when a new event is answered 404. */
  hiddenUntil: Map<string, number>;
  /** Until when the whole calendar is. */
  unreadableUntil: number;
  /** Inserts that are still under way. Some keep their id taken already. */
  landing: { id: string; at: number; event: EventFacts; takesId: boolean }[];
  /** Taken for good, with no event to show for it. */
  spentIds: Set<string>;
  etags: number;
  wasRemovedByHand: boolean;
  met: { hidden: number; unreadable: number; restored: number };
}

function openWorld(seed: number): World {
  return {
    random: randomNumbers(seed),
    now: NOW,
    subject: booked(),
    stored: [untried()],
    calendar: new Map(),
    hiddenUntil: new Map(),
    unreadableUntil: 0,
    landing: [],
    spentIds: new Set(),
    etags: 0,
    wasRemovedByHand: false,
    met: { hidden: 0, unreadable: 0, restored: 0 },
  };
}

function passTime(world: World, ms: number): void {
  world.now += ms;
  for (const { id, at, event } of world.landing.filter(({ at }) => at <= world.now)) {
    if (!world.calendar.has(id)) put(world, id, event, at);
  }
  world.landing = world.landing.filter(({ at }) => at > world.now);
}

type Line = (world: World, step: Step) => Attempt["answer"] | "crash";

/** What the use case does: record an attempt, send it, learn, store everything at the end. */
function runWorker(world: World, line: Line): Plan | null {
  const { subject, now, stored } = world;
  const goal: SyncGoal = {
    subject,
    destination: HOME,
    meet: world.random(2) === 0 ? "wanted" : "none",
  };
  let plan: Plan = planFirstStep(goal, stored, now);
  for (let steps = 0; "step" in plan && steps < 12; steps++) {
    const { step } = plan;
    if (step.act === "insert" || step.act === "burn") store(world, attempted(step.record));
    const answer = line(world, step);
    if (answer === "crash") return null;
    plan = planNextStep(goal, plan, { ...step, answer } as Attempt, now);
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

/** Only what was removed by hand is in the trash for a person to find. */
function restoreByHand(world: World): void {
  for (const [id, event] of world.calendar) {
    const isOurDoing = world.stored.some((one) => one.eventId === id && one.wanted === "absent");
    if (!event.cancelled || isOurDoing) continue;
    world.calendar.set(id, { ...event, cancelled: false, etag: nextEtag(world) });
    world.met.restored++;
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
      if (random(2) === 0) {
        world.spentIds.add(step.record.eventId);
        return { kind: "unavailable", why: "timeout" };
      }
      const at = world.now + 1 + random(LATEST_LANDING_MS);
      const event = newEvent(world, step);
      world.landing.push({ id: step.record.eventId, at, event, takesId: random(3) > 0 });
      return { kind: "unavailable", why: "timeout" };
    }
    return reach(world, step);
  };
}

/** The calendar itself. */
function reach(world: World, step: Step): Attempt["answer"] {
  if (world.now < world.unreadableUntil) {
    world.met.unreadable++;
    const isAboutCalendar = ["insert", "burn", "find"].includes(step.act);
    return { kind: isAboutCalendar ? "calendarMissing" : "notFound" };
  }
  const { calendar } = world;
  const id = step.record.eventId;
  const event = calendar.get(id);
  const isById = ["look", "patch", "remove"].includes(step.act);
  if (isById && event && world.now < (world.hiddenUntil.get(id) ?? 0)) {
    world.met.hidden++;
    return { kind: "notFound" };
  }
  switch (step.act) {
    case "insert":
    case "burn": {
      const isLanding = world.landing.some((one) => one.id === id && one.takesId);
      const isTaken = isLanding || world.spentIds.has(id);
      if (event || isTaken) return { kind: "alreadyThere" };
      put(world, id, newEvent(world, step), world.now);
      return { kind: "accepted", event: newest(world, id) };
    }
    case "look":
      if (event?.cancelled && world.random(4) === 0) return { kind: "gone" };
      return event ? { kind: "found", event } : { kind: "notFound" };
    case "find":
      return event && !event.cancelled ? { kind: "found", event } : { kind: "notFound" };
    case "patch": {
      if (!event) return { kind: "notFound" };
      if (event.cancelled) return { kind: "gone" };
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

function put(world: World, id: string, event: EventFacts, at: number): void {
  const lag = world.random(4) === 0 ? world.random(LONGEST_LAG_MS) : 0;
  world.calendar.set(id, event);
  world.hiddenUntil.set(id, at + lag);
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
