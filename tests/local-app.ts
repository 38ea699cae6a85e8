// The real thing for tests: the built Worker in workerd and the sandbox, each in a process of its own, on
// free ports and a state of their own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildWorker } from "../scripts/local/build.ts";
import { readLocalConfiguration } from "../scripts/local/configuration.ts";
import { type LocalApp, startLocalApp as startProcesses } from "../scripts/local/local-app.ts";
import { migrateLocalDatabase } from "../scripts/local/migrations.ts";
import { findFreePorts } from "../scripts/local/ports.ts";

export interface LocalAppOptions {
  /** Unless given, a new temporary folder, which `stop` removes. */
  stateDir?: string;
  port?: number;
  sandboxPort?: number;
  /** Given to the Worker; a GOOGLE_*_ORIGIN among them means that no sandbox is started. */
  variables?: Record<string, string>;
}

export interface RunningLocalApp {
  origin: string;
  /** Empty when Google is elsewhere. */
  sandboxOrigin: string;
  stateDir: string;
  /** Of this moment: a restart changes them. */
  readonly pids: { app: number; workerd: number | null; sandbox: number | null };
  /** Ends the app's processes at once (SIGKILL), as a crash does. */
  killApp(): Promise<void>;
  /** On the same port, state and keys. */
  restartApp(): Promise<void>;
  killSandbox(): Promise<void>;
  restartSandbox(): Promise<void>;
  stop(): Promise<void>;
}

// The same in every run, so that a second start on the same state can read what the first one encrypted.
export const KEY_RING = JSON.stringify({
  current: "k1",
  keys: { k1: Buffer.alloc(32, "tests").toString("base64") },
});

export async function startLocalApp(options: LocalAppOptions = {}): Promise<RunningLocalApp> {
  const stateDir = options.stateDir ?? mkdtempSync(path.join(tmpdir(), "slotkeeper-state-"));
  const [freePort, otherFreePort] = await findFreePorts(2);
  const configuration = readLocalConfiguration(
    {
      TOKEN_KEY_RING: KEY_RING,
      LINK_KEY_RING: KEY_RING,
      PORT: String(options.port ?? freePort),
      GOOGLE_SANDBOX_PORT: String(options.sandboxPort ?? otherFreePort),
      SLOTKEEPER_STATE: stateDir,
      ...options.variables,
    },
    {},
  );
  await buildWorker(console.log);
  await migrateLocalDatabase(stateDir, () => {});
  const local = await startProcesses(configuration);
  return {
    origin: local.origin,
    sandboxOrigin: local.sandboxOrigin ?? "",
    stateDir,
    get pids() {
      return pidsOf(local);
    },
    killApp: () => local.app.kill(),
    restartApp: () => local.restartApp(),
    killSandbox: async () => local.sandbox?.kill(),
    restartSandbox: () => local.restartSandbox(),
    stop: async () => {
      await local.stop();
      if (!options.stateDir) rmSync(stateDir, { recursive: true });
    },
  };
}

function pidsOf({ app, sandbox }: LocalApp) {
  return { app: app.pid, workerd: app.workerdPid, sandbox: sandbox?.pid ?? null };
}
