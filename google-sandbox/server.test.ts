import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));

let folder: string;
let running: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "google-sandbox-"));
  running = [];
});

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts the server and resolves with its first line of output. */
async function start(port: number): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [SERVER], {
    env: {
      ...process.env,
      GOOGLE_SANDBOX_PORT: String(port),
      GOOGLE_SANDBOX_STATE: join(folder, "deep", "state.json"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const line = await new Promise<string>((resolve) => {
    child.stdout?.once("data", (data) => resolve(String(data)));
    child.stderr?.once("data", (data) => resolve(String(data)));
  });
  return { child, line: line.trim() };
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once("exit", resolve);
  });

describe("the server", { timeout: 30_000 }, () => {
  test("keeps an answered change even when it is killed at once", async () => {
    const port = await freePort();
    const { child, line } = await start(port);
    expect(line).toBe(`Google sandbox: http://localhost:${port}`);
    const created = await fetch(`http://127.0.0.1:${port}/sandbox/accounts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "mary@example.org", name: "Mary Somerville" }),
    });
    expect(created.status).toBe(201);
    child.kill("SIGKILL");
    await exitOf(child);

    const next = await start(port);
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(page).toContain("Mary Somerville");
    next.child.kill("SIGTERM");
    expect(await exitOf(next.child)).toBe(0);
    const state = JSON.parse(await readFile(join(folder, "deep", "state.json"), "utf8"));
    expect(state.accounts).toHaveLength(4);
  });

  test("breaks the connection where a reply gets lost", async () => {
    const port = await freePort();
    await start(port);
    const origin = `http://127.0.0.1:${port}`;
    await fetch(`${origin}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ effect: "drop-reply", match: { path: "certs" } }),
    });
    await expect(fetch(`${origin}/oauth2/v3/certs`)).rejects.toThrow("fetch failed");
    expect((await fetch(`${origin}/oauth2/v3/certs`)).status).toBe(200);
  });

  test("says in one line that its port is in use", async () => {
    const port = await freePort();
    await start(port);
    const second = await start(port);
    expect(second.line).toBe(
      `Google sandbox: port ${port} is in use; set GOOGLE_SANDBOX_PORT to another one.`,
    );
    expect(await exitOf(second.child)).toBe(1);
  });
});
