import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { report, rotate } from "./rotate.ts";
import { COUNT_TOKENS, type KeyCount } from "./rotation.ts";
import type { RotationPlace } from "./rotation-places.ts";

/** Secrets that can be put and listed, tokens, and a cron that seals two of them anew each minute. */
let secrets: Map<string, string>;
let tokens: string[];
let lines: string[];
let nowMs: number;
let cronRuns: boolean;

beforeEach(() => {
  secrets = new Map([["TOKEN_KEY_RING", "{}"]]);
  tokens = ["k1", "k1", "k1", "k1", "k1"];
  lines = [];
  nowMs = 0;
  cronRuns = true;
});

function countTokens(): KeyCount[] {
  return [...new Set(tokens)].map((keyId) => ({
    keyId,
    tokens: tokens.filter((token) => token === keyId).length,
  }));
}

const place: RotationPlace = {
  what: "The Worker",
  ringNames: async () => [...secrets.keys()],
  add: async (name, ring) => {
    if (secrets.has(name)) throw new Error(`${name} would be overwritten`);
    secrets.set(name, ring);
  },
  countTokens: async () => countTokens(),
  howToDelete: (name) => `delete ${name}`,
  noRing: "deploy first",
  afterAdding: "added",
  stalled: "nothing moves",
};

const surroundings = {
  say: (line: string) => void lines.push(line),
  now: () => nowMs,
  wait: async (ms: number) => {
    nowMs += ms;
    const current = JSON.parse([...secrets.values()].at(-1) ?? "{}").current;
    if (!cronRuns || !current) return;
    const older = tokens.findIndex((token) => token !== current);
    if (older >= 0) tokens[older] = current;
  },
};

const deletions = () => lines.filter((line) => line.startsWith("  delete"));

test("R5.1 a rotation adds one key, waits for all tokens, and says which secret may go", async () => {
  await rotate(place, surroundings);
  expect([...secrets.keys()]).toEqual(["TOKEN_KEY_RING", "TOKEN_KEY_RING_2"]);
  const ring = JSON.parse(secrets.get("TOKEN_KEY_RING_2") ?? "");
  expect(ring.current).toBe("k2");
  expect(Buffer.from(ring.keys.k2, "base64")).toHaveLength(32);
  expect(countTokens()).toEqual([{ keyId: "k2", tokens: 5 }]);
  expect(lines).toContain("5 tokens left to be sealed anew with k2; cron does up to 100 a minute…");
  expect(deletions()).toEqual(["  delete TOKEN_KEY_RING"]);
  expect(lines.join()).not.toContain(ring.keys.k2);
});

test("R5.1 broken off at any step and run again, it makes one key and comes to the same end", async () => {
  for (let step = 0; step < 14; step++) {
    secrets = new Map([["TOKEN_KEY_RING", "{}"]]);
    tokens = ["k1", "k1", "k1"];
    lines = [];
    let steps = 0;
    const breaksOff = () => {
      if (steps++ === step) throw new Error("Ctrl-C");
    };
    const fragile: RotationPlace = {
      ...place,
      ringNames: async () => {
        breaksOff();
        return place.ringNames();
      },
      countTokens: async () => {
        breaksOff();
        return place.countTokens();
      },
      add: async (name, ring) => {
        await place.add(name, ring);
        breaksOff();
      },
    };
    await rotate(fragile, surroundings).catch((error: Error) => {
      expect(error.message).toBe("Ctrl-C");
      expect(deletions()).toEqual([]);
    });
    if (deletions().length === 0) await rotate(place, surroundings);
    expect([...secrets.keys()]).toEqual(["TOKEN_KEY_RING", "TOKEN_KEY_RING_2"]);
    expect(countTokens()).toEqual([{ keyId: "k2", tokens: 3 }]);
    expect(deletions()).toEqual(["  delete TOKEN_KEY_RING"]);
  }
});

test("R5.1 run again when all is done it makes nothing; after the old secret is deleted, the next key", async () => {
  await rotate(place, surroundings);
  await rotate(place, surroundings);
  expect(secrets.size).toBe(2);
  secrets.delete("TOKEN_KEY_RING");
  await rotate(place, surroundings);
  expect([...secrets.keys()]).toEqual(["TOKEN_KEY_RING_2", "TOKEN_KEY_RING_3"]);
  expect(countTokens()).toEqual([{ keyId: "k3", tokens: 5 }]);
});

test("R5.1 while cron does not run, nothing is said to be deletable", async () => {
  cronRuns = false;
  await expect(rotate(place, surroundings)).rejects.toThrow("nothing moves");
  expect(deletions()).toEqual([]);
});

test("R5.1 without any ring nothing is made", async () => {
  secrets.clear();
  const empty = { ...place, countTokens: async () => Promise.reject(new Error("no such table")) };
  await expect(rotate(empty, surroundings)).rejects.toThrow("deploy first");
  await expect(report(empty, surroundings.say)).rejects.toThrow("deploy first");
  expect(secrets.size).toBe(0);
});

test("R5.1 a report changes nothing and says how many are left", async () => {
  const say = (line: string) => void lines.push(line);
  await report(place, say);
  expect(lines).toEqual(["The Worker: k1: 5 tokens."]);
  secrets.set("TOKEN_KEY_RING_2", "{}");
  tokens[0] = "k2";
  await report(place, say);
  expect(lines.at(-1)).toBe("4 still to be sealed anew with k2 (TOKEN_KEY_RING_2).");
  expect(secrets.size).toBe(2);
  expect(deletions()).toEqual([]);
});

test("R5.1 tokens are counted by the key that sealed them, those that wait for their revocation too", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE calendar_connections (access_token, refresh_token);
    CREATE TABLE pending_revocations (refresh_token);
    INSERT INTO calendar_connections VALUES ('v1.k1.iv.x', 'v1.k2.iv.x'), ('v1.k10.iv.x', NULL), (NULL, NULL);
    INSERT INTO pending_revocations VALUES ('v1.k1.iv.x');`);
  expect(database.prepare(COUNT_TOKENS).all()).toEqual([
    { keyId: "k1", tokens: 2 },
    { keyId: "k10", tokens: 1 },
    { keyId: "k2", tokens: 1 },
  ]);
  database.close();
});
