// What `npm start` runs, with its signals and ports; that the app in it works is for the browser tests.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { newKeyRing } from "../../scripts/local/dev-vars.ts";
import { findFreePorts, requireFreePort } from "../../scripts/local/ports.ts";

// One for all of them, since migrating a new database takes longer than the rest of a start.
let statePath: string;
let ports: number[];
let output: string;
let started: ChildProcess | null;

beforeAll(() => {
  statePath = mkdtempSync(path.join(tmpdir(), "slotkeeper-state-"));
});

afterAll(() => rmSync(statePath, { recursive: true }));

beforeEach(async () => {
  ports = await findFreePorts(2);
  output = "";
  started = null;
});

afterEach(async () => {
  started?.kill("SIGTERM");
  await portsAreFree();
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends it with exit code 0 and leaves nothing listening",
  async (signal) => {
    const start = await startAndWait();
    start.kill(signal);
    expect(await endOf(start)).toBe(0);
    await portsAreFree();
  },
);

test("killed itself, it leaves nothing listening", async () => {
  const start = await startAndWait();
  start.kill("SIGKILL");
  await endOf(start);
  await portsAreFree();
});

test("its last line says where the app can be opened", async () => {
  await startAndWait();
  expect(output.trimEnd().split("\n").at(-1)).toContain(`http://localhost:${ports[0]}`);
  expect(output).toContain(`http://localhost:${ports[1]}`);
  expect((await fetch(`http://localhost:${ports[0]}/`)).status).toBe(200);
});

test.each([
  [0, "PORT"],
  [1, "GOOGLE_SANDBOX_PORT"],
])(
  "a port in use (%i) is named with the variable %s, and nothing is started",
  async (index, name) => {
    const taken = await occupy(ports[index] as number);
    expect(await endOf(start())).toBe(1);
    taken.close();
    expect(output).toContain(`Port ${ports[index]} is in use`);
    expect(output).toContain(`${name}=`);
    await portsAreFree();
  },
);

function start(): ChildProcess {
  const [port, sandboxPort] = ports;
  started = spawn(process.execPath, ["scripts/start.ts"], {
    env: {
      ...process.env,
      PORT: String(port),
      GOOGLE_SANDBOX_PORT: String(sandboxPort),
      SLOTKEEPER_STATE: statePath,
      TOKEN_KEY_RING: newKeyRing(),
      LINK_KEY_RING: newKeyRing(),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [started.stdout, started.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return started;
}

async function startAndWait(): Promise<ChildProcess> {
  const child = start();
  await vi.waitFor(() => expect(output).toContain("is ready"), { timeout: 60_000 });
  return child;
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

async function portsAreFree(): Promise<void> {
  const check = () => Promise.all(ports.map((port) => requireFreePort(port, "PORT")));
  await vi.waitFor(check, { timeout: 30_000 });
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => resolve(server));
  });
}
