import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { pick, type Random, randomNumbers } from "./random.fixtures.ts";
import {
  booked,
  cancelled,
  failures,
  HOME,
  MINUTE_MS,
  moved,
  NOW,
  ours,
  strangers,
  untried,
} from "./sync-plan.fixtures.ts";
import { type Plan, planFirstStep, planNextStep, type SyncGoal } from "./sync-plan.ts";
import type { Attempt, Step } from "./sync-step.ts";

// Google answers each step at random, sense or no sense; a booking is moved and cancelled in between.
const SEQUENCES = 4_000;
const RUNS = 6;
const MOST_STEPS = 200;

test("D4 whatever Google answers, a run ends and none of the promises is broken on the way", () => {
  const seen = { steps: 0, ends: new Set<string>(), acts: new Set<string>() };
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const random = randomNumbers(seed);
    let subject = booked();
    let records: EventRecord[] = random(3) === 0 ? [] : [untried()];
    let now = NOW;
    for (let run = 0; run < RUNS; run++) {
      if (random(3) === 0 && subject.status === "confirmed") {
        const revision = subject.revision + 1;
        subject = random(2) === 0 ? cancelled({ revision }) : moved(revision);
      }
      const goal: SyncGoal = {
        subject,
        destination: HOME,
        meet: random(2) === 0 ? "wanted" : "none",
      };
      let plan: Plan = planFirstStep(goal, records, now);
      let steps = 0;
      expect(brokenBy(subject.status, plan, records, now), `seed ${seed}`).toEqual([]);
      while ("step" in plan) {
        expect(++steps, `seed ${seed} does not end`).toBeLessThan(MOST_STEPS);
        seen.acts.add(plan.step.act);
        const answer = randomAnswer(plan.step, subject.revision, random);
        const before: EventRecord[] = plan.records;
        const attempt = { ...plan.step, answer } as Attempt;
        plan = planNextStep(goal, plan, attempt, now);
        const broken = [
          ...brokenBy(subject.status, plan, before, now),
          ...forgottenOrInvented(before, plan.records, attempt),
          ...givenUpWithoutProof(before, plan.records, attempt),
        ];
        expect(broken, `seed ${seed}`).toEqual([]);
      }
      seen.steps += steps;
      seen.ends.add(plan.end.end);
      records = plan.records;
      now += random(90) * MINUTE_MS;
    }
  }
  expect(seen.steps).toBeGreaterThan(SEQUENCES * 2);
  expect([...seen.acts].sort()).toEqual(["burn", "find", "insert", "look", "patch", "remove"]);
  expect([...seen.ends].sort()).toEqual([
    "again",
    "failed",
    "parked",
    "removed_in_google",
    "synced",
  ]);
});

const mayBeLive = (record: EventRecord) =>
  record.goneAt === null && (record.confirmedAt !== null || record.insertUnresolved);

const mayStillLand = (record: EventRecord) =>
  record.goneAt !== null && record.insertUnresolved && record.goneChecks < 3;

function brokenBy(status: string, plan: Plan, before: EventRecord[], now: number): string[] {
  const broken: string[] = [];
  const { records } = plan;
  const must = (holds: boolean, promise: string) => {
    if (!holds) broken.push(promise);
  };
  must(
    records.filter(({ wanted }) => wanted === "present").length <= 1,
    "one wanted generation at most",
  );
  must(
    before.every(({ generation }) => records.some((record) => record.generation === generation)),
    "no record is dropped",
  );
  must(
    before.every(
      ({ generation, wanted }) =>
        wanted === "present" ||
        records.find((record) => record.generation === generation)?.wanted === "absent",
    ),
    "what is wanted absent stays so",
  );
  if ("end" in plan && "followUpAt" in plan.end) {
    const { followUpAt } = plan.end;
    must(followUpAt === null || followUpAt > now, "the next look lies ahead");
  }
  if ("step" in plan) {
    const { act, record } = plan.step;
    if (act === "insert") {
      must(status === "confirmed", "no insert for a cancelled booking");
      must(record.wanted === "present" && record.confirmedAt === null, "no second insert");
      must(
        records.every((other) => other.wanted === "present" || !mayBeLive(other)),
        "no new generation while an old one may be live",
      );
    }
    if (act === "burn") must(record.wanted === "absent", "no burnt id that is still wanted");
    if (act === "remove") must(record.wanted === "absent", "no removal of what is wanted");
    if (act === "patch") must(status === "confirmed", "no patch for a cancelled booking");
  } else if (plan.end.end === "synced") {
    const unwanted = records.filter(({ wanted }) => wanted === "absent");
    must(!unwanted.some(mayBeLive), "nothing unwanted may be live in agreement");
    must(
      plan.end.followUpAt !== null ||
        !records.some((one) => one.wanted === "absent" && mayStillLand(one)),
      "what may still land is looked at again",
    );
    const wanted = records.filter((record) => record.wanted === "present");
    must(
      status === "cancelled" ? wanted.length === 0 : wanted.some((one) => one.confirmedAt !== null),
      "agreement is what the booking says",
    );
  }
  return broken;
}

/** An insert of unknown outcome is made known by an answer about this very event, and by nothing else. */
function forgottenOrInvented(
  before: EventRecord[],
  after: EventRecord[],
  { act, record: asked, answer }: Attempt,
): string[] {
  return after.flatMap((record) => {
    const earlier = before.find(({ generation }) => generation === record.generation);
    if (!earlier || earlier.insertUnresolved === record.insertUnresolved) return [];
    const isItsAnswer = asked.generation === record.generation;
    const settles = ["accepted", "found"].includes(answer.kind) && record.wanted === "present";
    const unsettles =
      ["insert", "burn"].includes(act) && ["unavailable", "alreadyThere"].includes(answer.kind);
    if (isItsAnswer && (record.insertUnresolved ? unsettles : settles)) return [];
    return [`${act}/${answer.kind} changed what is known of generation ${record.generation}`];
  });
}

/** An event is taken for gone, and another made in its place, on proof alone: a 404 is none. */
function givenUpWithoutProof(
  before: EventRecord[],
  after: EventRecord[],
  { act, answer }: Attempt,
): string[] {
  const isShownGone = "event" in answer && (answer.event.cancelled || answer.event.marker === null);
  const isProof =
    isShownGone ||
    ["removed", "gone"].includes(answer.kind) ||
    (act === "find" && answer.kind === "notFound");
  if (isProof) return [];
  return after.flatMap((record) => {
    const earlier = before.find(({ generation }) => generation === record.generation);
    const isGivenUp = record.goneAt !== null && earlier?.goneAt === null;
    const isNew = earlier === undefined && record.generation > 1;
    if (!isGivenUp && !isNew) return [];
    return [`${act}/${answer.kind} gave up an event: generation ${record.generation}`];
  });
}

function randomAnswer(step: Step, revision: number, random: Random): Attempt["answer"] {
  if (random(4) === 0) return pick(failures, random);
  const { generation } = step.record;
  const event = randomEvent(revision, generation, random);
  const live = { ...event, cancelled: false };
  switch (step.act) {
    case "insert":
    case "burn":
      return pick<Attempt["answer"]>(
        [
          { kind: "accepted", event: live },
          { kind: "alreadyThere" },
          { kind: "alreadyThere" },
          ...(step.act === "insert" ? [{ kind: "meetNotAllowed" } as const] : []),
          { kind: "calendarMissing" },
        ],
        random,
      );
    case "look":
      return pick<Attempt["answer"]>(
        [
          { kind: "found", event },
          { kind: "found", event: live },
          { kind: "gone" },
          { kind: "notFound" },
          { kind: "notFound" },
        ],
        random,
      );
    case "find":
      return pick<Attempt["answer"]>(
        [{ kind: "found", event }, { kind: "notFound" }, { kind: "calendarMissing" }],
        random,
      );
    case "patch":
      return pick<Attempt["answer"]>(
        [
          { kind: "accepted", event },
          { kind: "accepted", event: live },
          { kind: "changedMeanwhile" },
          { kind: "gone" },
          { kind: "notFound" },
        ],
        random,
      );
    case "remove":
      return pick<Attempt["answer"]>(
        [{ kind: "removed" }, { kind: "changedMeanwhile" }, { kind: "notFound" }],
        random,
      );
  }
}

function randomEvent(revision: number, generation: number, random: Random): EventFacts {
  if (random(6) === 0) return strangers();
  const meet = pick<EventFacts["meet"]>(["none", "pending", "ready", "failed"], random);
  const etag = `"${random(1000)}"`;
  return ours({ etag, meet, cancelled: random(4) === 0 }, 1 + random(revision), generation);
}
