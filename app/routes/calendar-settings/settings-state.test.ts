import { describe, expect, test } from "vitest";
import { type Situation, settingsState, tellsOfReturn } from "./settings-state.ts";

const account = "ada@example.com";

type Status = NonNullable<Situation["connection"]>["status"];

const connected = (status: Status, statusReason: string | null = null) => ({
  email: account,
  status,
  statusReason,
  disconnectingSinceAt: status === "disconnecting" ? 5 : null,
});

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    connection: connected("active"),
    destination: { name: "Ada", accessRole: "owner" },
    listing: "listed",
    behind: null,
    returned: null,
    ...changes,
  };
}

const behind = { count: 2, isMore: false, oldestAt: 1 };
const denied = { kind: "denied" } as const;
const unticked = { kind: "missingPermissions", missing: ["writeEvents" as const] } as const;
const returned = { ...unticked, missing: [...unticked.missing] };
const lost = (accessRole: string) => ({ name: "Team", accessRole });

test.each<[string, Partial<Situation>, object]>([
  ["R1.1 nothing connected", { connection: null }, { kind: "notConnected" }],
  ["R6.1 denied, nothing connected", { connection: null, returned: denied }, { kind: "denied" }],
  [
    "R6.1 denied after disconnecting",
    { connection: connected("disconnected", "revoked"), returned: denied },
    { kind: "denied" },
  ],
  ["R6.1 denied, still connected", { returned: denied }, { kind: "connected", account }],
  [
    "R6.2 a box unticked, nothing connected",
    { connection: null, returned },
    { kind: "missingPermission", account: null, missing: ["writeEvents"] },
  ],
  [
    "R6.2 a box unticked when reconnecting",
    { connection: connected("needs_reconnect"), returned },
    { kind: "missingPermission", account, missing: ["writeEvents"] },
  ],
  [
    "R6.2 a permission taken back at Google",
    { connection: connected("missing_scope", "scope_missing") },
    { kind: "missingPermission", account, missing: [] },
  ],
  ["R6.2 a box unticked, still connected", { returned }, { kind: "connected", account }],
  [
    "R4.3 dead",
    { connection: connected("needs_reconnect"), listing: "notAsked" },
    { kind: "needsReconnect", account },
  ],
  [
    "R4.3 dead, and denied",
    { connection: connected("needs_reconnect"), returned: denied },
    { kind: "needsReconnect", account },
  ],
  ["R4.3 blocked", { connection: connected("blocked") }, { kind: "blocked", account }],
  ["R1.4 connected", {}, { kind: "connected", account }],
  ["R2.5 the list is on its way", { listing: "asking" }, { kind: "loading", account }],
  ["R2.5 no list", { listing: "unavailable" }, { kind: "googleUnavailable", account }],
  [
    "R2.5 no list, behind",
    { listing: "unavailable", behind },
    { kind: "googleUnavailable", account },
  ],
  ["R3.6 behind", { behind }, { kind: "behind", account, behind }],
  [
    "R6.4 the destination is gone",
    { destination: lost("gone"), behind },
    { kind: "destinationLost", account, why: "gone", name: "Team" },
  ],
  [
    "R6.4 the destination was never listed",
    { destination: null },
    { kind: "destinationLost", account, why: "gone", name: null },
  ],
  [
    "R6.4 the destination is no longer the host's own, Google is away",
    { destination: lost("writer"), listing: "unavailable" },
    { kind: "destinationLost", account, why: "notOwned", name: "Team" },
  ],
  [
    "R1.5 disconnecting",
    { connection: connected("disconnecting") },
    { kind: "disconnecting", account, sinceAt: 5 },
  ],
  ...["revoked", "revocation_pending", "not_revoked", "grant_in_use"].map(
    (grant): [string, Partial<Situation>, object] => [
      `R1.5 disconnected, ${grant}`,
      { connection: connected("disconnected", grant) },
      { kind: "disconnected", account, grant },
    ],
  ),
  [
    "R1.5 disconnected, for a reason of another version",
    { connection: connected("disconnected", "by_magic") },
    { kind: "disconnected", account, grant: "not_revoked" },
  ],
])("%s", (_name, changes, expected) => {
  expect(settingsState(situation(changes))).toEqual(expected);
});

describe("what the host came back with", () => {
  test("R6.1 R6.2 is told once: by the state, or by a message", () => {
    const states = [situation({ connection: null, returned: denied }), situation({ returned })];
    expect(states.map((each) => tellsOfReturn(settingsState(each), each.returned))).toEqual([
      true,
      false,
    ]);
  });
});
