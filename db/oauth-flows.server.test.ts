import { expect, test } from "vitest";
import {
  createOAuthFlow,
  deleteExpiredOAuthFlows,
  findReturnTo,
  type OAuthFlow,
  takeOAuthFlow,
} from "./oauth-flows.server.ts";
import { db, NOW, rowsOf } from "./tables.fixtures.ts";

async function begun(stateHash: string, changes: Partial<OAuthFlow> = {}): Promise<OAuthFlow> {
  const flow: OAuthFlow = {
    stateHash,
    purpose: "connect_calendar",
    boundToHash: "session",
    codeVerifier: "verifier",
    nonce: "nonce",
    browserTimeZone: "Europe/London",
    expiresAt: NOW + 600_000,
    accountSub: "1234",
    takesOver: false,
    returnTo: "sync",
    ...changes,
  };
  await createOAuthFlow(db, flow);
  return flow;
}

test("R6.3 a flow is taken once, with all that it was begun with", async () => {
  const flow = await begun("once");
  expect(await takeOAuthFlow(db, flow, NOW)).toEqual(flow);
  expect(await takeOAuthFlow(db, flow, NOW)).toBeNull();
});

test("R6.3 of many callbacks with one state, one is served", async () => {
  const flow = await begun("raced");
  const tries = await Promise.all(Array.from({ length: 20 }, () => takeOAuthFlow(db, flow, NOW)));
  expect(tries.filter((taken) => taken !== null)).toHaveLength(1);
});

test.each<[string, Partial<OAuthFlow>]>([
  ["an unknown state", { stateHash: "unknown" }],
  ["another purpose", { purpose: "sign_in" }],
  ["another browser", { boundToHash: "somebody else's" }],
])("R5.4 a flow is not given to %s, and is still there for its own", async (what, changes) => {
  const flow = await begun(`state of ${what}`);
  expect(await takeOAuthFlow(db, { ...flow, ...changes }, NOW)).toBeNull();
  expect(await takeOAuthFlow(db, flow, NOW)).toEqual(flow);
});

test("R5.4 a flow ends when its time is up", async () => {
  const flow = await begun("slow");
  expect(await takeOAuthFlow(db, flow, flow.expiresAt)).toBeNull();
  expect(await takeOAuthFlow(db, flow, flow.expiresAt - 1)).toEqual(flow);
});

test("R1.1 where a flow was to lead is known after its time too, to its own browser and purpose", async () => {
  const flow = await begun("slow reader", { expiresAt: NOW - 1 });
  expect(await findReturnTo(db, flow)).toBe("sync");
  expect(await findReturnTo(db, { ...flow, boundToHash: "somebody else's" })).toBeNull();
  expect(await findReturnTo(db, { ...flow, purpose: "sign_in" })).toBeNull();
  expect(await findReturnTo(db, { ...flow, stateHash: "unknown" })).toBeNull();
});

test("R5.4 a state can't be begun twice", async () => {
  await begun("same");
  await expect(begun("same")).rejects.toThrow();
});

test("D3 flows that are over are cleared away, the others kept", async () => {
  await begun("old", { expiresAt: NOW - 1 });
  const fresh = await begun("fresh", { expiresAt: NOW + 1 });
  await deleteExpiredOAuthFlows(db, NOW);
  expect(await rowsOf("SELECT * FROM oauth_flows WHERE state_hash = 'old'")).toEqual([]);
  expect(await takeOAuthFlow(db, fresh, NOW)).toEqual(fresh);
});
