// Hundreds of guests at once over HTTP, against the built Worker in workerd, each through the pages and a form of their own.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltWorker, signIn, startBuiltWorker } from "../built-worker.ts";
import { fillIn, postFormOf, type ServedForm } from "../served-form.ts";
import { createRandom } from "../simulation/random.ts";
import { addLimitedKind, LIMITED } from "../storm/limit-storm.ts";
import { findOverlaps } from "../storm/sweep.ts";
import { addKind, DAY_MS, KINDS } from "../storm/town.ts";
import { linksOf } from "./visitor.ts";

const ROUNDS = 5;
const GUESTS = 200;
/** A form that comes back sooner was filled in by a robot. */
const TYPING_MS = 2_500;
/** Of a day: as many as leave each guest others who want an overlapping time. */
const SLOTS = 12;

let worker: BuiltWorker;

beforeAll(async () => {
  worker = await startBuiltWorker();
});

afterAll(() => worker.stop());

/** Working days, far enough ahead for every slot of theirs to be free. */
function workingDays(count: number): string[] {
  const days: string[] = [];
  for (let at = Date.now() + 3 * DAY_MS; days.length < count; at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    if (weekday >= 1 && weekday <= 5) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

async function open(path: string): Promise<{ html: string; url: string }> {
  const url = worker.origin + path;
  const answer = await fetch(url);
  const html = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} is answered ${answer.status}`);
  return { html, url };
}

/** A form of their own for each guest, opened from a slot on the page of that day. */
async function openForms(hostPath: string, day: string): Promise<ServedForm[]> {
  const random = createRandom(1, `guests of ${day}`);
  const slots = new Map<string, string[]>();
  for (const { slug } of KINDS) {
    const { html } = await open(`${hostPath}/${slug}?day=${day}&tz=Europe/Berlin`);
    slots.set(slug, linksOf(html, "/book?").slice(0, SLOTS));
  }
  const chosen = Array.from({ length: GUESTS }, () =>
    random.pick(slots.get(random.pick(KINDS).slug) ?? []),
  );
  return Promise.all(chosen.map(openForm));
}

async function openForm(slot: string): Promise<ServedForm> {
  const { html, url } = await open(slot);
  return postFormOf(html, url);
}

async function send(form: ServedForm, guest: number): Promise<number> {
  const fields = fillIn(form, { name: `Guest ${guest}`, email: `guest${guest}@example.com` });
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(fields),
    // Guests come from addresses of their own.
    headers: { "CF-Connecting-IP": `10.0.${guest >> 8}.${guest & 255}` },
    redirect: "manual",
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function countConfirmed(): Promise<number> {
  const sql = "SELECT count(*) AS n FROM bookings WHERE status = 'confirmed'";
  return Number(await worker.d1.prepare(sql).first("n"));
}

test(`R7.7 ${ROUNDS} times ${GUESTS} guests post forms for overlapping times of one host at once: never an overlap, no 5xx`, {
  timeout: 180_000,
}, async () => {
  const { id, path } = await signIn(worker, "stormy@example.com");
  for (const kind of KINDS) await addKind(worker.d1, id, kind);
  const rounds: ServedForm[][] = [];
  for (const day of workingDays(ROUNDS)) rounds.push(await openForms(path, day));
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));

  const all: Record<number, number> = {};
  let stored = 0;
  for (const forms of rounds) {
    const statuses = await Promise.all(forms.map(send));
    for (const status of statuses) all[status] = (all[status] ?? 0) + 1;
    const booked = statuses.filter((status) => status === 303).length;
    expect(booked).toBeGreaterThan(0);
    stored += booked;
    expect(await countConfirmed()).toBe(stored);
  }
  console.info(`${ROUNDS} × ${GUESTS} guests over HTTP were answered: ${JSON.stringify(all)}`);
  const others = Object.keys(all).filter(
    (status) => !["303", "409", "422", "429"].includes(status),
  );
  expect(others).toEqual([]);
  expect(await findOverlaps(worker.d1)).toEqual([]);
  expect(worker.takeLog()).toEqual([]);
});

test("R7.2 of 50 guests who post at different times of a type limited to one a day at once, one is booked", {
  timeout: 180_000,
}, async () => {
  const { id, path } = await signIn(worker, "limited@example.com");
  await addLimitedKind(worker.d1, id, { column: "day_limit", most: 1 });
  const [day = ""] = workingDays(1);
  const { html } = await open(`${path}/${LIMITED.slug}?day=${day}&tz=Europe/Berlin`);
  const slots = linksOf(html, "/book?").slice(0, 50);
  expect(new Set(slots).size).toBe(50);
  const before = await countConfirmed();
  const forms = await Promise.all(slots.map(openForm));
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  const statuses = await Promise.all(forms.map(send));
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => [409, 422].includes(status))).toHaveLength(49);
  expect(await countConfirmed()).toBe(before + 1);
});
