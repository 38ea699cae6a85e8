import { fileURLToPath } from "node:url";
import { forkModule, type ProcessGroup, processGroupOf } from "./process-group.ts";
import { untilAnswering } from "./until-answering.ts";
import { offlineEnvironment } from "./wrangler.ts";

export interface AppOptions {
  port: number;
  /** The folder that holds the local D1. */
  statePath: string;
  /** What the Worker is given as variables and secrets. */
  variables: Record<string, string>;
}

export type AppRequest = { ask: "serve"; options: AppOptions } | { ask: "reload" };
export type AppReport =
  | { tell: "serving"; workerdPid: number | null }
  | { tell: "failed"; reason: string };

export interface App extends ProcessGroup {
  /** Null where the system does not tell. */
  workerdPid: number | null;
  /** Takes up a newly built Worker; what is stored stays. */
  reload(): Promise<void>;
}

const script = fileURLToPath(new URL("app-process.ts", import.meta.url));

/** Starts the built Worker in a process of its own; resolves when its first page can be opened. */
export async function startApp({ port, statePath, variables }: AppOptions): Promise<App> {
  const child = forkModule(script, {
    // wrangler would greet each start with "Using secrets defined in .dev.vars".
    env: { ...process.env, ...offlineEnvironment, WRANGLER_LOG: "error" },
    stdout: "inherit",
  });
  const group = processGroupOf(child);

  async function ask(request: AppRequest): Promise<void> {
    const reported = new Promise<AppReport>((resolve) => child.once("message", resolve));
    child.send(request);
    const failed = group.ended.then(({ how }) => {
      throw new Error(`The app could not be started: it ended with ${how}`);
    });
    const report = await Promise.race([reported, failed]);
    if (report.tell === "failed") throw new Error(`The app could not be started: ${report.reason}`);
  }

  const app: App = { ...group, workerdPid: null, reload: () => ask({ ask: "reload" }) };
  child.on("message", (report: AppReport) => {
    if (report.tell === "serving") app.workerdPid = report.workerdPid;
  });
  try {
    await ask({ ask: "serve", options: { port, statePath, variables } });
    await untilAnswering(`http://127.0.0.1:${port}/`, group.ended);
    return app;
  } catch (error) {
    await group.kill();
    throw error;
  }
}
