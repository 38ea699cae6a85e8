import { describe, expect, test } from "vitest";
import { calendarClient } from "./calendar-client.ts";
import { createGoogleSandbox } from "./sandbox.ts";

const SCOPE = "https://www.googleapis.com/auth/calendar.events.owned";
const MEETING = {
  id: "b0123g0",
  summary: "Meeting",
  start: { dateTime: "2026-11-03T10:00:00Z" },
  end: { dateTime: "2026-11-03T10:30:00Z" },
};

describe("state", () => {
  test("survives a snapshot as JSON and a restart: tokens, events, tombstones, faults", async () => {
    const before = createGoogleSandbox();
    before.addAccount({ email: "mary@example.org", name: "Mary Somerville" });
    const { accessToken } = before.tokensFor("mary@example.org", [SCOPE]);
    const api = calendarClient(before, accessToken);
    await api("POST", "/calendars/primary/events", MEETING);
    await api("POST", "/calendars/primary/events", { ...MEETING, id: "b0124g0" });
    await api("DELETE", "/calendars/primary/events/b0124g0");
    before.faults.add({ match: { path: "freeBusy" }, effect: "refuse", times: null });
    const saved = JSON.stringify(before.snapshot());

    const after = createGoogleSandbox({ state: JSON.parse(saved) });
    expect(JSON.stringify(after.snapshot())).toBe(saved);
    const again = calendarClient(after, accessToken);
    expect((await again("GET", "/calendars/primary/events")).body.items).toHaveLength(1);
    expect((await again("DELETE", "/calendars/primary/events/b0124g0")).status).toBe(410);
    expect(after.faults.list()).toHaveLength(1);
  });

  test("can be watched without a copy", async () => {
    const sandbox = createGoogleSandbox();
    const state = sandbox.state();
    sandbox.addAccount({ email: "mary@example.org", name: "Mary" });
    expect(state.accounts).toHaveLength(4);
    expect(state).toEqual(sandbox.snapshot());
  });

  test("a snapshot is a copy, and so is what a sandbox starts from", async () => {
    const sandbox = createGoogleSandbox();
    const snapshot = sandbox.snapshot();
    snapshot.accounts.length = 0;
    expect(sandbox.accounts()).toHaveLength(3);
    const other = createGoogleSandbox({ state: sandbox.snapshot() });
    other.addAccount({ email: "mary@example.org", name: "Mary" });
    expect(sandbox.accounts()).toHaveLength(3);
  });

  test("with a given clock and randomness it does exactly the same again", async () => {
    const run = async () => {
      let count = 0;
      const randomId = () => `id${(count++).toString().padStart(8, "0")}`;
      const sandbox = createGoogleSandbox({ now: () => 1_790_000_000_000, randomId });
      const api = calendarClient(
        sandbox,
        sandbox.tokensFor("ada@example.com", [SCOPE]).accessToken,
      );
      await api("POST", "/calendars/primary/events", { ...MEETING, id: undefined });
      return JSON.stringify(sandbox.snapshot());
    };
    expect(await run()).toBe(await run());
  });

  test("every change is announced, reading is not", async () => {
    let changes = 0;
    const sandbox = createGoogleSandbox({ onChange: () => (changes += 1) });
    const api = calendarClient(sandbox, sandbox.tokensFor("ada@example.com", [SCOPE]).accessToken);
    changes = 0;
    await api("GET", "/calendars/primary/events");
    expect(changes).toBe(0);
    await api("POST", "/calendars/primary/events", MEETING);
    expect(changes).toBeGreaterThan(0);
  });

  test("the journal holds neither tokens nor secrets", async () => {
    const sandbox = createGoogleSandbox();
    const { accessToken, refreshToken } = sandbox.tokensFor("ada@example.com", [SCOPE]);
    const api = calendarClient(sandbox, accessToken);
    await api("GET", `/calendars/primary/events?maxResults=1&access_token=${accessToken}`);
    await sandbox.fetch(`https://oauth2.google.test/revoke?token=${refreshToken}`, {
      method: "POST",
    });
    const journal = JSON.stringify(sandbox.requests());
    expect(journal).toContain("maxResults=1");
    expect(journal).not.toContain(accessToken);
    expect(journal).not.toContain(refreshToken);
  });
});
