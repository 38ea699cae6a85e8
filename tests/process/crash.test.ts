// The app's process dies (SIGKILL), and is started again on the same state.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import {
  addFault,
  becomeHost,
  eventsOf,
  eventually,
  headingOf,
  liveEventsOf,
  openDetails,
  Visitor,
} from "./visitor.ts";

let app: RunningLocalApp;

beforeAll(async () => {
  app = await startLocalApp();
});

afterAll(() => app.stop());

const guest = { name: "Grace Hopper", email: "grace@example.org", notes: "" };

async function book(hostPath: string): Promise<string> {
  const { action, fields } = await openDetails(app, hostPath);
  const answer = await fetch(action, {
    method: "POST",
    body: new URLSearchParams({ ...fields, ...guest }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  return answer.headers.get("Location") ?? "";
}

test("R3.6 killed right after bookings were stored, one insert not begun and one applied with its reply lost: started again, one event each within a minute", async () => {
  const hosts = [
    { email: "killed.early@example.com", effect: "slow" },
    { email: "killed.late@example.com", effect: "drop-reply" },
  ];
  const confirmations: string[] = [];
  for (const { email, effect } of hosts) {
    const { path: hostPath } = await becomeHost(app, email);
    await addFault(app, { match: { path: "events.insert" }, effect, delayMs: 10_000, times: 1 });
    confirmations.push(await book(hostPath));
  }
  await app.killApp();
  await app.restartApp();
  const restarted = Date.now();

  for (const [index, { email }] of hosts.entries()) {
    const show = async () => (await new Visitor().get(app.origin + confirmations[index])).html;
    expect(headingOf(await show())).toBe("Your booking is confirmed");
    await eventually(show, (html) => html.includes("Google has sent an invitation"), 60_000);
    expect(Date.now() - restarted).toBeLessThan(60_000);
    expect(await liveEventsOf(app, email)).toHaveLength(1);
    expect(await eventsOf(app, email)).toHaveLength(1);
  }
});

test("app and sandbox stopped and started again: host, connection, booking and event are still there", async () => {
  const email = "kept@example.com";
  const { visitor, path } = await becomeHost(app, email);
  const confirmation = await book(path);
  await eventually(
    () => liveEventsOf(app, email),
    (events) => events.length === 1,
    10_000,
  );
  await app.killApp();
  await app.killSandbox();
  await app.restartSandbox();
  await app.restartApp();

  const settings = await visitor.get(`${app.origin}/settings`);
  expect(settings.url).toBe(`${app.origin}/settings`);
  expect(settings.html).toContain("Connected");
  expect(settings.html).toContain(email);
  const dashboard = await visitor.get(`${app.origin}/dashboard`);
  expect(dashboard.html).toContain(guest.name);
  const page = await new Visitor().get(app.origin + confirmation);
  expect(headingOf(page.html)).toBe("Your booking is confirmed");
  expect(await liveEventsOf(app, email)).toHaveLength(1);
});

test("R1.3 R5.1 the files of the local D1 hold no token in clear", async () => {
  await becomeHost(app, "secret@example.com");
  const sandbox = readFileSync(path.join(app.stateDir, "google-sandbox.json"), "utf8");
  const tokens = sandbox.match(/(?:ya29\.|1\/\/)[\w.-]{20,}/g) ?? [];
  expect(tokens.length).toBeGreaterThan(1);

  const files = filesBelow(path.join(app.stateDir, "v3", "d1"));
  const bytes = files.map((file) => readFileSync(file).toString("latin1")).join("\n");
  expect(bytes).toContain("secret@example.com");
  expect(bytes).toMatch(/v1\.k1\.[\w-]{16}\.[\w-]{40,}/);
  expect(tokens.filter((token) => bytes.includes(token))).toEqual([]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
