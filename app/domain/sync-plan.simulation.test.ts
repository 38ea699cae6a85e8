import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord, EventTexts } from "./calendar-event.ts";
import type { Interval } from "./interval.ts";
import { pick, type Random, randomNumbers } from "./random.fixtures.ts";
import { GONE_CHECKS_AFTER_MS } from "./sync-checks.ts";
import type { SyncGoal } from "./sync-knowledge.ts";
import {
  booked,
  DAY_MS,
  ELSEWHERE,
  HOME,
  HOUR_MS,
  MINUTE_MS,
  NOW,
  OTHER_TEXTS,
  showing,
  TEXTS,
  untried,
} from "./sync-plan.fixtures.ts";
import { type Plan, planFirstStep, planNextStep } from "./sync-plan.ts";
import { type Attempt, attempted, type Step, type StepOf, type SyncSubject } from "./sync-step.ts";

// A booking is synced against a calendar that keeps its own truth and does not always show it, over a line that loses and
// delays, by workers that crash; it is changed here in all ways, and by hand in the calendar. When the trouble is over,
// the calendar must hold exactly what was last decided, wherever that was.
const WORLDS = 12_000;
const TROUBLED_RUNS = 14;
const MOST_QUIET_RUNS = 80;
const LATEST_LANDING_MS = 50 * MINUTE_MS;
/** What was just written may be answered 404 for so long; the list shows it. */
const LONGEST_LAG_MS = 5 * MINUTE_MS;

/** Far off, so that what can't be removed for a while is tried again. */
const MEETING = inDays(30);
const OTHER_TIMES = [inDays(31), inDays(32)];
/** Which nobody but a hand in the calendar chooses. */
const TIMES_BY_HAND = [inDays(40), inDays(41)];
const RENAMED = "Renamed in Google";

function inDays(days: number): Interval {
  const start = NOW + days * DAY_MS;
  return { start, end: start + HOUR_MS / 2 };
}

test("D4 after lost replies, late inserts, crashes and hands in the calendar it shows what was last decided", () => {
  const met = {
    ...{ lost: 0, late: 0, crashed: 0, hidden: 0, unreadable: 0, spent: 0 },
    ...{ cancelled: 0, without: 0, removed: 0, broughtBack: 0, drifted: 0, renamed: 0, remade: 0 },
    ...{ taken: 0, doubted: 0, kept: 0 },
  };
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = openWorld(seed);
    for (let run = 0; run < TROUBLED_RUNS; run++) {
      const { random } = world;
      if (world.subject.status === "confirmed" && random(3) === 0) change(world, anything(world));
      passTime(world, random(3) * random(8) * MINUTE_MS);
      runWorker(world, troubledLine(world, met));
      if (random(15) === 0) {
        removeByHand(world);
        // Before anybody here has noticed.
        if (world.subject.status === "confirmed" && random(2) === 0) change(world, "move");
      }
      if (random(20) === 0) changeByHand(world, pick(TIMES_BY_HAND, random), null);
      if (random(20) === 0) changeByHand(world, null, RENAMED);
      if (world.subject.status === "confirmed" && random(5) === 0) {
        bringBackByHand(world, "what a hand removed");
      }
      if (random(20) === 0) world.unreadableUntil = world.now + random(10) * MINUTE_MS;
    }
    quietDown(world, seed);
    expect(liveEvents(world).length, `seed ${seed}: events at rest`).toBeLessThanOrEqual(1);
    if (world.random(4) === 0) bringBackByHand(world, "whatever is gone");
    lookAgain(world);
    const end = quietDown(world, seed);

    const live = liveEvents(world).map(([id, event]) => saidBy(id, event));
    const { subject } = world;
    const isWanted = subject.status === "confirmed" && subject.inCalendar;
    if (!isWanted) {
      expect([end, live], `seed ${seed}`).toEqual(["synced", []]);
    } else if (end === "removed_in_google") {
      const isInDoubt = !world.isRemoved && isDoubted(world);
      expect(world.isRemoved || isInDoubt, `seed ${seed}: removed by whom?`).toBe(true);
      expect(live.length, `seed ${seed}`).toBeLessThanOrEqual(1);
      if (isInDoubt) met.doubted++;
      restore(world);
      const restored = quietDown(world, seed);
      expect(["synced", "drifted"], `seed ${seed}: restored`).toContain(restored);
      const again = liveEvents(world).map(([id, event]) => saidBy(id, event));
      expect(again, `seed ${seed}: restored`).toEqual([wantedOf(world, again[0]?.id)]);
    } else {
      const [shown] = live;
      expect(live, `seed ${seed}`).toEqual([wantedOf(world, shown?.id)]);
      expect(end, `seed ${seed}`).toBe(isElsewhen(shown, subject) ? "drifted" : "synced");
    }
    expect(world.calledOffTooSoon, `seed ${seed}: called off too soon`).toEqual([]);
    if (subject.status === "cancelled") met.cancelled++;
    else if (!subject.inCalendar) met.without++;
    else if (live.length > 0 && isElsewhen(live[0], subject)) met.drifted++;
    if (live[0]?.title === RENAMED) met.renamed++;
    if (end === "removed_in_google") met.removed++;
    if (world.stored.length > 1) met.spent++;
    for (const what of [
      "hidden",
      "unreadable",
      "broughtBack",
      "remade",
      "taken",
      "kept",
    ] as const) {
      met[what] += world.met[what];
    }
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
  /** A hand removed the event, and nobody here has decided since that it takes place. */
  isRemoved: boolean;
  /** Events of which Google has said that they are gone, and not what they said last. */
  goneWithoutMarker: Set<string>;
  /** Events that a hand moved, or renamed, after what was decided here had been written into them. */
  movedByHand: Map<string, Interval>;
  renamedByHand: Set<string>;
  /** Events whose guests heard of their end while nothing stood in their place. */
  calledOffTooSoon: string[];
  met: Record<"hidden" | "unreadable" | "broughtBack" | "remade" | "taken" | "kept", number>;
}

function openWorld(seed: number): World {
  return {
    random: randomNumbers(seed),
    now: NOW,
    subject: booked({ meeting: MEETING }),
    stored: [untried()],
    calendar: new Map(),
    hiddenUntil: new Map(),
    unreadableUntil: 0,
    landing: [],
    spentIds: new Set(),
    etags: 0,
    isRemoved: false,
    goneWithoutMarker: new Set(),
    movedByHand: new Map(),
    renamedByHand: new Set(),
    calledOffTooSoon: [],
    met: { hidden: 0, unreadable: 0, broughtBack: 0, remade: 0, taken: 0, kept: 0 },
  };
}

const CHANGES = ["cancel", "move", "edit", "note", "anew", "without", "where", "take"] as const;
type Change = (typeof CHANGES)[number];

function anything({ random, subject }: World): Change {
  // Whoever did without an event thinks better of it, more often than not.
  if (!subject.inCalendar && random(2) === 0) return "anew";
  return pick<Change>([...CHANGES, "move", "take"], random);
}

/** Guest or host change the booking here. */
function change(world: World, what: Change): void {
  const { random, subject } = world;
  const revision = subject.revision + 1;
  const next = { ...subject, revision };
  const isDecidedAnew = ["move", "anew", "where"].includes(what);
  if (isDecidedAnew) {
    if (world.isRemoved) world.met.remade++;
    world.isRemoved = false;
  }
  if (what === "move" || what === "anew") world.movedByHand.clear();
  if (what === "edit") world.renamedByHand.clear();
  switch (what) {
    case "cancel":
      world.subject = { ...next, status: "cancelled" };
      return;
    case "move": {
      const meeting = pick([MEETING, ...OTHER_TIMES], random);
      world.subject = { ...next, timeRevision: revision, meeting };
      return;
    }
    case "edit": {
      const texts = subject.texts === TEXTS ? OTHER_TEXTS : TEXTS;
      const revisions = { titleRevision: revision, placeRevision: revision };
      world.subject = { ...next, ...revisions, textRevision: revision, texts };
      return;
    }
    case "take": {
      const newest = world.stored.at(-1);
      if (!newest?.written.time || !isKnownToDrift(newest, subject)) return;
      world.met.taken++;
      world.subject = { ...next, meeting: newest.written.time };
      return;
    }
    case "note":
      world.subject = { ...next, textRevision: revision };
      return;
    case "anew":
      world.subject = { ...next, timeRevision: revision, inCalendar: true };
      return;
    case "without":
      world.subject = { ...next, inCalendar: false };
      return;
    case "where": {
      const fromGeneration = (world.stored.at(-1)?.generation ?? 0) + 1;
      const chosenCalendar = { ...pick([HOME, ELSEWHERE], random), fromGeneration };
      world.subject = { ...next, inCalendar: true, chosenCalendar };
    }
  }
}

function restore(world: World): void {
  const revision = world.subject.revision + 1;
  world.subject = { ...world.subject, revision, timeRevision: revision };
  world.movedByHand.clear();
}

const isKnownToDrift = ({ goneAt, written }: EventRecord, subject: SyncSubject) =>
  goneAt === null &&
  written.revision >= subject.timeRevision &&
  isElsewhen(written.time ?? undefined, subject);

const isElsewhen = (shown: { start: number | null } | undefined, { meeting }: SyncSubject) =>
  shown?.start !== meeting.start;

/** Whether the event may have been removed before it was last decided that it takes place, or after: Google did not say. */
function isDoubted({ stored, goneWithoutMarker }: World): boolean {
  const newest = stored.at(-1);
  return newest !== undefined && goneWithoutMarker.has(newest.eventId);
}

interface Said extends EventTexts {
  id: string;
  revision: number | undefined;
  start: number | null;
  end: number | null;
}

function saidBy(id: string, { marker, title, place, startsAt, endsAt }: EventFacts): Said {
  return { id, revision: marker?.revision, title, place, start: startsAt, end: endsAt };
}

/** What the event with this id should say. */
function wantedOf({ subject, movedByHand, renamedByHand }: World, id = "none"): Said {
  const { revision, meeting, texts } = subject;
  const title = renamedByHand.has(id) ? RENAMED : texts.title;
  return { id, revision, ...texts, title, ...(movedByHand.get(id) ?? meeting) };
}

const liveEvents = ({ calendar }: World) => [...calendar].filter(([, event]) => !event.cancelled);

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
  if (plan.records.some(({ wanted }, at) => wanted === "present" && isAbsent(stored[at]))) {
    world.met.kept++;
  }
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

const isAbsent = (record: EventRecord | undefined) => record?.wanted === "absent";

function store(world: World, record: EventRecord): void {
  const others = world.stored.filter(({ generation }) => generation !== record.generation);
  world.stored = [...others, record].sort((a, b) => a.generation - b.generation);
}

/** What the nightly comparison does about an event that is not as we believe (db/sync-waking, `lookAgain`). */
function lookAgain(world: World): void {
  for (const record of world.stored) {
    if (record.wanted === "present" && record.confirmedAt !== null) {
      store(world, { ...record, misses: Math.max(1, record.misses) });
    }
    if (record.wanted === "absent" && record.goneAt !== null) {
      const goneChecks = Math.min(GONE_CHECKS_AFTER_MS.length - 1, record.goneChecks);
      store(world, { ...record, insertUnresolved: true, goneChecks });
    }
  }
}

/** No more trouble: runs when it is time to, until nothing is due; then lets everything land that is still under way. */
function quietDown(world: World, seed: number): string {
  for (let run = 0; run < MOST_QUIET_RUNS; run++) {
    const plan = runWorker(world, reach);
    const end = plan && "end" in plan ? plan.end : null;
    if (end?.end === "synced" || end?.end === "removed_in_google" || end?.end === "drifted") {
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

const isWantedEvent = ({ stored }: World, id: string) =>
  stored.some(({ eventId, wanted }) => eventId === id && wanted === "present");

function removeByHand(world: World): void {
  for (const [id, event] of liveEvents(world)) {
    world.calendar.set(id, { ...event, cancelled: true, etag: nextEtag(world) });
    const isNewest = (event.marker?.revision ?? 0) >= world.subject.timeRevision;
    if (isNewest && isWantedEvent(world, id)) world.isRemoved = true;
  }
}

function bringBackByHand(world: World, which: "what a hand removed" | "whatever is gone"): void {
  for (const [id, event] of world.calendar) {
    const isOurDoing = world.stored.some((one) => one.eventId === id && one.wanted === "absent");
    const isMeant = which === "whatever is gone" || !isOurDoing;
    if (!event.cancelled || !isMeant) continue;
    world.calendar.set(id, { ...event, cancelled: false, etag: nextEtag(world) });
    world.met.broughtBack++;
  }
}

function changeByHand(world: World, time: Interval | null, title: string | null): void {
  for (const [id, event] of liveEvents(world)) {
    const moved = time ? { startsAt: time.start, endsAt: time.end } : {};
    const renamed = title ? { title } : {};
    world.calendar.set(id, { ...event, ...moved, ...renamed, etag: nextEtag(world) });
    const revision = event.marker?.revision ?? 0;
    if (time && revision >= world.subject.timeRevision) world.movedByHand.set(id, time);
    if (title && revision >= world.subject.titleRevision) world.renamedByHand.add(id);
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
      if (event?.cancelled && world.random(2) === 0) {
        world.goneWithoutMarker.add(id);
        return { kind: "gone" };
      }
      return event ? { kind: "found", event } : { kind: "notFound" };
    case "find":
      if (event?.cancelled) world.goneWithoutMarker.add(id);
      return event && !event.cancelled ? { kind: "found", event } : { kind: "notFound" };
    case "patch": {
      if (!event) return { kind: "notFound" };
      if (event.cancelled) return { kind: "gone" };
      if (event.etag !== step.etag) return { kind: "changedMeanwhile" };
      calendar.set(id, patched(world, event, step));
      return { kind: "accepted", event: newest(world, id) };
    }
    case "remove":
      if (!event) return { kind: "notFound" };
      if (event.cancelled) return { kind: "removed" };
      if (step.etag !== null && event.etag !== step.etag) return { kind: "changedMeanwhile" };
      if (step.notify && !hasSuccessor(world, id)) world.calledOffTooSoon.push(id);
      calendar.set(id, { ...event, cancelled: true, etag: nextEtag(world) });
      return { kind: "removed" };
  }
}

/** Whether nobody is expected any more, or at another event of this booking; or a hand took that away. */
function hasSuccessor({ subject, calendar, stored }: World, id: string): boolean {
  if (subject.status === "cancelled" || !subject.inCalendar) return true;
  const newest = stored.at(-1);
  return newest !== undefined && newest.eventId !== id && calendar.has(newest.eventId);
}

function put(world: World, id: string, event: EventFacts, at: number): void {
  const lag = world.random(4) === 0 ? world.random(LONGEST_LAG_MS) : 0;
  world.calendar.set(id, event);
  world.hiddenUntil.set(id, at + lag);
}

function newEvent(world: World, { record }: Step): EventFacts {
  return showing(world.subject, { etag: nextEtag(world) }, record.generation);
}

/** Only the parts that the patch writes. */
function patched(world: World, event: EventFacts, step: StepOf<"patch">): EventFacts {
  const { title, place, startsAt, endsAt, ...rest } = newEvent(world, step);
  return {
    ...rest,
    ...(step.parts.time
      ? { startsAt, endsAt }
      : { startsAt: event.startsAt, endsAt: event.endsAt }),
    title: step.parts.title ? title : event.title,
    place: step.parts.place ? place : event.place,
  };
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
