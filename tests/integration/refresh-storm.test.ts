// Two isolates of the Worker share nothing but D1.
import { beforeEach, expect, test, vi } from "vitest";
import { withAccessToken } from "#app/use-cases/access-token.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { ADA, aConnectedHost } from "./people.ts";
import { createWorld, type Worker, type World } from "./world.ts";

vi.setConfig({ testTimeout: 60_000 });

const CALLS = 200;

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

function askBusyTimes({ context }: Worker) {
  const range = { start: world.clock.now(), end: world.clock.now() + 3_600_000 };
  return withAccessToken(context, host.id, String(host.googleCalendarConnectionId), (token) =>
    context.google.calendar.busyTimes(token, [ADA], range, 2_000),
  );
}

const renewals = () =>
  world.sandbox.requests().filter(({ endpoint }) => endpoint === "token").length - 1;

async function askFromTwo() {
  const isolates = [world.worker(), world.worker()];
  const calls = Array.from({ length: CALLS }, (_, n) => isolates[n % 2] as Worker);
  const answers = await Promise.all(calls.map(askBusyTimes));
  return answers.filter(({ kind }) => kind !== "answered");
}

test("R5.2 200 calls at once with an expired token, from two isolates: at most two renewals, and none fails", async () => {
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  expect(await askFromTwo()).toEqual([]);
  expect(renewals()).toBeLessThanOrEqual(2);
});

test("R5.2 200 whose token Google refuses: the same", async () => {
  world.sandbox.expireAccessTokens(ADA);
  expect(await askFromTwo()).toEqual([]);
  expect(renewals()).toBeLessThanOrEqual(2);
});

test("R5.2 200 while the renewal is slow: the same", async () => {
  await world.clock.moveTo(world.clock.now() + 2 * 3_600_000);
  const { fetch } = world.sandbox;
  world.sandbox.fetch = async (input, init) => {
    if (String(input).endsWith("/token")) await new Promise((resolve) => setTimeout(resolve, 400));
    return fetch(input, init);
  };
  expect(await askFromTwo()).toEqual([]);
  expect(renewals()).toBeLessThanOrEqual(2);
});
