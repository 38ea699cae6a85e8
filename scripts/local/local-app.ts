// The app and the sandbox together, each in a process of its own, as `npm start`, `npm run dev` and the
// tests that need real processes run them.
import { type App, startApp } from "./app.ts";
import type { LocalConfiguration } from "./configuration.ts";
import { requireFreePort } from "./ports.ts";
import type { ProcessGroup } from "./process-group.ts";
import { startSandbox } from "./sandbox.ts";

export interface LocalApp {
  origin: string;
  /** Null when Google is elsewhere. */
  sandboxOrigin: string | null;
  app: App;
  sandbox: ProcessGroup | null;
  /** Start anew on the same port and state, whether the old one still runs or was killed. */
  restartApp(): Promise<void>;
  restartSandbox(): Promise<void>;
  /** Resolves with a line for people when a process ends that nobody asked to. */
  unexpectedEnd: Promise<string>;
  stop(): Promise<void>;
}

/** @throws LocalConfigurationError when one is taken. */
export async function requireFreePorts({ port, sandbox }: LocalConfiguration): Promise<void> {
  await requireFreePort(port, "PORT");
  if (sandbox) await requireFreePort(sandbox.port, "GOOGLE_SANDBOX_PORT");
}

/** Runs what was built, on what was migrated; resolves when the first page can be opened. */
export async function startLocalApp(configuration: LocalConfiguration): Promise<LocalApp> {
  const origin = configuration.variables.APP_ORIGIN as string;
  let reportUnexpectedEnd: (line: string) => void;
  const unexpectedEnd = new Promise<string>((resolve) => {
    reportUnexpectedEnd = resolve;
  });

  async function watched<Group extends ProcessGroup>(name: string, starting: Promise<Group>) {
    const group = await starting;
    void group.ended.then(({ how, wasAsked }) => {
      if (!wasAsked) reportUnexpectedEnd(`The process of ${name} ended unexpectedly (${how}).`);
    });
    return group;
  }
  const startWatchedApp = () => watched("the app", startApp(configuration));
  const startWatchedSandbox = async () => {
    const { sandbox, statePath } = configuration;
    return sandbox && watched("the Google sandbox", startSandbox(sandbox, { origin, statePath }));
  };

  const sandbox = await startWatchedSandbox();
  const app = await startWatchedApp().catch(async (error) => {
    await sandbox?.stop();
    throw error;
  });
  const local: LocalApp = {
    origin,
    sandboxOrigin: configuration.sandbox?.origin ?? null,
    app,
    sandbox,
    restartApp: async () => {
      await local.app.stop();
      local.app = await startWatchedApp();
    },
    restartSandbox: async () => {
      await local.sandbox?.stop();
      local.sandbox = await startWatchedSandbox();
    },
    unexpectedEnd,
    stop: async () => {
      await Promise.all([local.app.stop(), local.sandbox?.stop()]);
    },
  };
  return local;
}
