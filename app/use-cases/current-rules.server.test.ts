import { expect, test } from "vitest";
import { byCurrentRules } from "./current-rules.server.ts";

const stored = { kind: "stored" };
const refused = (name: string) => new Error(`D1_ERROR: ${name}: SQLITE_CONSTRAINT (extended)`);

/** Stores at the last of its tries; each before is refused for its own reason. */
function storing(...refusals: Error[]) {
  const tries = { count: 0 };
  const decideAndStore = async () => {
    const refusal = refusals[tries.count++];
    if (refusal) throw refusal;
    return stored;
  };
  return { tries, outcome: byCurrentRules(decideAndStore) };
}

const stale = refused("stale_rules");

test("D3.2 when the rules changed in between, it is decided again", async () => {
  expect(await storing(stale, stale).outcome).toEqual(stored);
});

test("D3.2 it is decided three times, not for ever", async () => {
  const { tries, outcome } = storing(stale, stale, stale);
  expect(await outcome).toBe("rulesChanged");
  expect(tries.count).toBe(3);
});

test("D3.1 a time that another booking has is not tried again", async () => {
  const { tries, outcome } = storing(refused("slot_taken"));
  expect(await outcome).toEqual({ kind: "taken" });
  expect(tries.count).toBe(1);
});

test("what the database says of anything else is left to whoever asked", async () => {
  const changed = refused("stale_revision");
  await expect(storing(changed).outcome).rejects.toBe(changed);
});
