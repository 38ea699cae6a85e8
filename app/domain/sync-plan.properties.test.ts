import { expect, test } from "vitest";
import type { EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { pick, type Random, randomNumbers } from "./random.fixtures.ts";
import { GONE_CHECKS_AFTER_MS } from "./sync-checks.ts";
import type { SyncGoal } from "./sync-knowledge.ts";
import {
  booked,
  ELSEWHERE,
  failures,
  HOME,
  LATER,
  MEETING,
  MINUTE_MS,
  NOW,
  OTHER_TEXTS,
  ours,
  strangers,
  TEXTS,
  untried,
} from "./sync-plan.fixtures.ts";
import { type Plan, planFirstStep, planNextStep } from "./sync-plan.ts";
import type { Attempt, Step, SyncNote, SyncSubject } from "./sync-step.ts";

// Google answers each step at random, sense or no sense; in between a booking is moved, edited, restored, sent to another
// calendar, kept without one, and cancelled.
const SEQUENCES = 6_000;
const RUNS = 7;
const MOST_STEPS = 200;

test("D4 whatever Google answers, a run ends and none of the promises is broken on the way", () => {
  const seen = { steps: 0, ends: new Set<string>(), acts: new Set<string>(), stuck: 0, kept: 0 };
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const random = randomNumbers(seed);
    let subject = booked({ inviter: random(3) === 0 ? "own" : "google" });
    let records: EventRecord[] = random(3) === 0 ? [] : [untried()];
    let now = NOW;
    for (let run = 0; run < RUNS; run++) {
      if (random(2) === 0 && subject.status === "confirmed") {
        ({ subject, records } = changed(subject, records, random));
      }
      const destination = random(10) === 0 ? null : HOME;
      const meet = pick<SyncGoal["meet"]>(["none", "wanted", "not_allowed"], random);
      const goal: SyncGoal = { subject, destination, meet };
      let plan: Plan = planFirstStep(goal, records, now);
      let steps = 0;
      const reopened = wantedAgain(records, plan.records);
      const atFirst = [
        ...brokenBy(subject, plan, records.map(reopened), now),
        ...calledOffTooSoon(subject, plan),
        ...keptWithoutReason(subject, records, plan.records),
      ];
      expect(atFirst, `seed ${seed}`).toEqual([]);
      seen.kept += plan.records.filter(({ wanted }, at) => wanted !== records[at]?.wanted).length;
      while ("step" in plan) {
        expect(++steps, `seed ${seed} does not end`).toBeLessThan(MOST_STEPS);
        seen.acts.add(plan.step.act);
        const answer = randomAnswer(plan.step, subject.revision, random);
        const before: Plan = plan;
        const attempt = { ...plan.step, answer } as Attempt;
        plan = planNextStep(goal, plan, attempt, now);
        const broken = [
          ...brokenBy(subject, plan, before.records, now),
          ...calledOffTooSoon(subject, plan),
          ...forgottenOrInvented(before.records, plan.records, attempt),
          ...givenUpWithoutProof(before.records, plan.records, attempt),
          ...stuckWithoutReason(before, plan, attempt),
        ];
        expect(broken, `seed ${seed}`).toEqual([]);
      }
      seen.steps += steps;
      seen.stuck += plan.stuck.length;
      seen.ends.add(plan.end.end);
      records = plan.records;
      now += random(90) * MINUTE_MS;
    }
  }
  expect(seen.steps).toBeGreaterThan(SEQUENCES * 2);
  expect(seen.stuck).toBeGreaterThan(100);
  expect(seen.kept).toBeGreaterThan(100);
  expect([...seen.acts].sort()).toEqual(["burn", "find", "insert", "look", "patch", "remove"]);
  expect([...seen.ends].sort()).toEqual([
    "again",
    "drifted",
    "failed",
    "not_connected",
    "parked",
    "removed_in_google",
    "synced",
  ]);
});

/** The next revision of a booking, by one of all that guest and host can do to it. */
function changed(subject: SyncSubject, records: EventRecord[], random: Random) {
  const revision = subject.revision + 1;
  const kept = { ...subject, revision };
  const { texts, meeting } = subject;
  const generation = (records.at(-1)?.generation ?? 0) + 1;
  const chosenCalendar = { ...ELSEWHERE, fromGeneration: generation };
  return pick<{ subject: SyncSubject; records: EventRecord[] }>(
    [
      { subject: { ...kept, status: "cancelled" }, records },
      { subject: { ...kept, timeRevision: revision, meeting: LATER }, records },
      { subject: { ...kept, timeRevision: revision, meeting: MEETING }, records },
      {
        subject: {
          ...kept,
          texts: { ...texts, title: OTHER_TEXTS.title },
          titleRevision: revision,
          textRevision: revision,
        },
        records,
      },
      {
        subject: {
          ...kept,
          texts: { ...texts, place: OTHER_TEXTS.place },
          placeRevision: revision,
          textRevision: revision,
        },
        records,
      },
      { subject: { ...kept, textRevision: revision }, records },
      { subject: { ...kept, meeting: records.at(-1)?.written.time ?? meeting }, records },
      { subject: { ...kept, timeRevision: revision, inCalendar: true }, records },
      { subject: { ...kept, inCalendar: false }, records },
      { subject: { ...kept, inCalendar: true, chosenCalendar }, records },
    ],
    random,
  );
}

const mayBeLive = (record: EventRecord) =>
  record.goneAt === null && (record.confirmedAt !== null || record.insertUnresolved);

const mayStillLand = (record: EventRecord) =>
  record.goneAt !== null && record.insertUnresolved && record.goneChecks < 3;

const dueOf = ({ goneAt, goneChecks }: EventRecord) =>
  (goneAt ?? Number.NaN) + (GONE_CHECKS_AFTER_MS[goneChecks] ?? Number.NaN);

function brokenBy(subject: SyncSubject, plan: Plan, before: EventRecord[], now: number): string[] {
  const broken: string[] = [];
  const { records } = plan;
  const must = (holds: boolean, promise: string) => {
    if (!holds) broken.push(promise);
  };
  /** Stuck in a calendar that is still there. */
  const isOutOfReach = ({ generation }: EventRecord) =>
    plan.stuck.some(
      ({ generation: held, end }) =>
        held === generation && !(end.end === "parked" && end.why === "left_in_gone_calendar"),
    );
  const isStuck = ({ generation }: EventRecord) =>
    plan.stuck.some((other) => other.generation === generation);
  const wanted = records.filter((record) => record.wanted === "present");
  const unwanted = records.filter((record) => record.wanted === "absent");
  must(wanted.length <= 1, "one wanted generation at most");
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
    const isOverdue = (record: EventRecord) =>
      mayStillLand(record) && !isStuck(record) && dueOf(record) <= now;
    must(
      followUpAt === null || followUpAt > now || unwanted.some(isOverdue),
      "the next look lies ahead, unless one given up in this run is overdue",
    );
  }
  if ("end" in plan && ["synced", "drifted", "removed_in_google"].includes(plan.end.end)) {
    must(
      !unwanted.some((record) => mayBeLive(record) && !isStuck(record)),
      "nothing unwanted may be live at rest, unless it can't be removed",
    );
  }
  if ("step" in plan) {
    const { step } = plan;
    const { act, record } = step;
    if ("notify" in step && step.notify) {
      must(subject.inviter === "google", "no mail from Google when we invite");
      must(now < subject.meeting.end, "no mail about what is over");
    }
    if (act === "insert") {
      must(subject.status === "confirmed", "no insert for a cancelled booking");
      must(subject.inCalendar, "no insert for a booking without a calendar");
      must(record.wanted === "present" && record.confirmedAt === null, "no second insert");
      must(!resurrects(subject, before, records, record), "no resurrection");
      must(
        !isMadeOnSuspicion(subject, plan, before, record),
        "none is replaced that was not seen gone",
      );
    }
    if (act === "burn") must(record.wanted === "absent", "no burnt id that is still wanted");
    if (act === "remove") {
      must(record.wanted === "absent", "no removal of what is wanted");
      must(
        !step.notify || subject.status === "cancelled" || subject.inCalendar,
        "no cancellation is mailed for a booking that goes on without a calendar",
      );
    }
    if (act === "patch") {
      must(subject.status === "confirmed", "no patch for a cancelled booking");
      must(subject.inCalendar, "no patch for a booking without a calendar");
      const since = record.written.revision;
      const { parts } = step;
      must(parts.time === since < subject.timeRevision, "a time is written if decided since");
      must(parts.title === since < subject.titleRevision, "a title is written if decided since");
      must(parts.place === since < subject.placeRevision, "a place is written if decided since");
      must(
        parts.description === since < subject.textRevision,
        "a description is written if decided since",
      );
      const { time, title, place } = record.written;
      const isElsewhen = time?.start !== subject.meeting.start || time.end !== subject.meeting.end;
      must(
        !step.notify ||
          (parts.time && isElsewhen) ||
          (parts.title && title !== subject.texts.title) ||
          (parts.place && place !== subject.texts.place),
        "no mail about what guests would not notice",
      );
    }
  } else if (plan.end.end === "synced") {
    must(
      !unwanted.some((r) => isStuck(r) && r.goneAt === null) || isLeftNoted(plan.end.note),
      "what is left is noted",
    );
    must(
      plan.end.followUpAt !== null || !unwanted.some(mayStillLand),
      "what may still land is looked at again",
    );
    must(
      subject.status === "cancelled" || !subject.inCalendar
        ? wanted.length === 0 &&
            !unwanted.some((record) => isOutOfReach(record) && record.goneAt === null)
        : wanted.some(
            ({ confirmedAt, goneAt, written }) =>
              confirmedAt !== null &&
              goneAt === null &&
              written.revision >= subject.revision &&
              written.time?.start === subject.meeting.start &&
              written.time.end === subject.meeting.end,
          ),
      "agreement is what the booking says",
    );
  } else if (plan.end.end === "drifted") {
    must(subject.status === "confirmed" && subject.inCalendar, "only a wanted event can drift");
    must(
      wanted.some(({ written }) => written.time?.start !== subject.meeting.start),
      "drifted is at another time",
    );
    must(
      wanted.every(({ written }) => written.revision >= subject.timeRevision),
      "no drift before the newest time was written",
    );
  } else if (plan.end.end === "removed_in_google") {
    must(subject.status === "confirmed" && subject.inCalendar, "only a wanted event is missed");
    must(
      wanted.every(({ goneAt }) => goneAt !== null),
      "removed is gone",
    );
  }
  return broken;
}

/** The record as the start of a run has it, if that wants it again. */
const wantedAgain = (before: EventRecord[], after: EventRecord[]) => (record: EventRecord) => {
  const isNewest = record.generation === before.at(-1)?.generation;
  const started = after.find(({ generation }) => generation === record.generation);
  return isNewest && started?.wanted === "present" ? started : record;
};

/** Only an event that may well stand is wanted again, and it is looked at before anything is written to it. */
function keptWithoutReason(
  { status, inCalendar }: SyncSubject,
  before: EventRecord[],
  after: EventRecord[],
): string[] {
  return before.flatMap((record) => {
    const started = after.find(({ generation }) => generation === record.generation);
    if (record.wanted === "present" || started?.wanted !== "present") return [];
    const mayStand =
      record.confirmedAt !== null && record.goneAt === null && !record.insertUnresolved;
    // Taken for gone until it is seen.
    const isLookedAt = started.goneAt !== null;
    if (status === "confirmed" && inCalendar && mayStand && isLookedAt) return [];
    return [`generation ${record.generation} is wanted again`];
  });
}

/** An older event stays, and its guest expected, until the newer one says all that the booking says. */
function calledOffTooSoon(subject: SyncSubject, plan: Plan): string[] {
  if (subject.status !== "confirmed" || !subject.inCalendar) return [];
  if (!("step" in plan) || plan.step.act !== "remove") return [];
  const { record, notify } = plan.step;
  // A used-up id has nobody on it.
  if (record.confirmedAt === null && !notify) return [];
  const newest = plan.records.at(-1);
  const isSettled =
    newest !== undefined &&
    newest.generation > record.generation &&
    newest.wanted === "present" &&
    (newest.goneAt === null
      ? newest.confirmedAt !== null &&
        newest.misses === 0 &&
        newest.written.revision >= subject.revision
      : newest.written.revision >= subject.timeRevision);
  return isSettled && plan.blocked === null
    ? []
    : [`generation ${record.generation} goes too soon`];
}

/** Before an event is made that takes another's place, this run has seen that one gone. */
function isMadeOnSuspicion(
  subject: SyncSubject,
  plan: Plan,
  before: EventRecord[],
  { generation }: EventRecord,
) {
  const last = before.at(-1);
  if (
    !last ||
    isChosenAway(subject, last) ||
    last.generation >= generation ||
    last.wanted === "absent"
  )
    return false;
  return last.confirmedAt !== null && plan.goneNow !== last.generation;
}

/** Whether a person removed the event that this insert makes anew, and nobody here has since said when it takes place. */
function resurrects(
  subject: SyncSubject,
  before: EventRecord[],
  after: EventRecord[],
  { generation }: EventRecord,
): boolean {
  const last = before.at(-1);
  if (!last || isChosenAway(subject, last) || generation <= last.generation) return false;
  const now = after.find((record) => record.generation === last.generation);
  const wasRemoved = last.wanted === "present" && last.confirmedAt !== null && now?.goneAt !== null;
  return wasRemoved && (now?.written.revision ?? 0) >= subject.timeRevision;
}

/** Its host wants another event than this one. */
function isChosenAway({ chosenCalendar }: SyncSubject, record: EventRecord): boolean {
  if (chosenCalendar === null) return false;
  const { connectionId, calendarId, fromGeneration } = chosenCalendar;
  const isThere = record.connectionId === connectionId && record.calendarId === calendarId;
  return !isThere || record.generation < fromGeneration;
}

const isLeftNoted = (note: SyncNote | null) =>
  note === "old_event_left" || note === "left_in_gone_calendar";

/** Only what surely can't be removed is left standing, and only what is not wanted. */
function stuckWithoutReason(before: Plan, after: Plan, attempt: Attempt): string[] {
  const { record, answer } = attempt;
  const added = after.stuck.slice(before.stuck.length);
  const standing = ["tokenDead", "scopeMissing", "blockedByAdministrator", "disconnected"];
  const reasons = ["refused", ...standing];
  const isStranger = "event" in answer && answer.event.marker === null;
  const isRefused = "refusal" in attempt && answer.kind === "found";
  const isReason =
    [...reasons, "calendarMissing", "calendarGone"].includes(answer.kind) ||
    isStranger ||
    isRefused;
  return added.flatMap(({ generation }) => {
    const isUnwanted =
      after.records.find((one) => one.generation === generation)?.wanted === "absent";
    if (isReason && isUnwanted && record.generation === generation) return [];
    return [`${answer.kind} leaves generation ${generation} standing`];
  });
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

/** An event is taken for gone on proof alone: a 404 is none. */
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
    if (!isGivenUp) return [];
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
        [
          { kind: "found", event },
          { kind: "notFound" },
          { kind: "calendarMissing" },
          { kind: "calendarGone" },
        ],
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
  const time = pick([MEETING, MEETING, LATER], random);
  const shown = { startsAt: time.start, endsAt: time.end, ...pick([TEXTS, OTHER_TEXTS], random) };
  const facts = { ...shown, etag, meet, cancelled: random(4) === 0 };
  return ours(facts, 1 + random(revision), generation);
}
