// The app's own process: Miniflare, which runs the built Worker in workerd, its child. Started by app.ts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import type { AppOptions, AppReport, AppRequest } from "./app.ts";
import { workerScript } from "./build.ts";
import { readWranglerConfig } from "./wrangler-config.ts";

const MINUTE_MS = 60_000;

const reportUncaughtScript = path.join(path.dirname(workerScript), "report-uncaught.js");
// On Cloudflare an uncaught exception shows in the log; workerd alone keeps it to itself.
const reportUncaught = `
import worker from "./${path.basename(workerScript)}";
const reporting = (handler) => async (...call) => {
  try {
    return await handler.apply(worker, call);
  } catch (error) {
    console.error(error);
    throw error;
  }
};
export default Object.fromEntries(
  Object.entries(worker).map(([name, handler]) => [name, reporting(handler)]),
);
`;

process.title = "slotkeeper-app";
// exit-with-parent.ts let go of the channel; waiting for a request is what this process lives for.
process.channel?.ref();

let miniflare: Miniflare | undefined;
let options: AppOptions;
let isScheduledRunning = false;

process.on("message", async (request: AppRequest) => {
  try {
    if (request.ask === "serve") await serve(request.options);
    if (request.ask === "reload") await miniflare?.setOptions(miniflareOptions(options));
    report({ tell: "serving", workerdPid: findWorkerd() });
  } catch (error) {
    report({ tell: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
});

process.once("SIGTERM", async () => {
  await miniflare?.dispose();
  process.exit(0);
});

async function serve(wanted: AppOptions): Promise<void> {
  options = wanted;
  miniflare = new Miniflare(miniflareOptions(options));
  await miniflare.ready;
  // Cloudflare calls the scheduled handler each minute; locally nobody else does.
  runScheduled();
  setInterval(runScheduled, MINUTE_MS);
}

/** wrangler.toml stays the one source of bindings, flags, queues and asset rules. */
function miniflareOptions({ port, statePath, variables }: AppOptions) {
  const config = readWranglerConfig();
  const { workerOptions } = unstable_getMiniflareWorkerOptions("wrangler.toml");
  return convertV4MiniflareOptions({
    ...workerOptions,
    name: config.name,
    modulesRoot: path.dirname(workerScript),
    modules: [
      { type: "ESModule", path: reportUncaughtScript, contents: reportUncaught },
      { type: "ESModule", path: workerScript, contents: readFileSync(workerScript) },
    ],
    bindings: { ...config.vars, ...variables },
    host: "127.0.0.1",
    port,
    // Where `wrangler … --persist-to` keeps its databases.
    resourcePersistencePath: path.join(statePath, "v3"),
    // Otherwise Miniflare fetches a sample of request.cf from the network.
    cf: false,
    telemetry: { enabled: false },
    logRequests: false,
    log: new Log(LogLevel.ERROR),
    unsafeHandleRuntimeRestart: () => {
      console.error("workerd ended unexpectedly and was started again.");
      report({ tell: "serving", workerdPid: findWorkerd() });
    },
    handleStructuredLogs: ({ level, message }) => {
      if (level === "error" || level === "warn") console.error(message);
    },
  });
}

async function runScheduled(): Promise<void> {
  if (isScheduledRunning) return;
  isScheduledRunning = true;
  try {
    const worker = await miniflare?.getWorker();
    await worker?.scheduled({ cron: "* * * * *" });
  } catch (error) {
    console.error("The scheduled handler could not be called:", error);
  } finally {
    isScheduledRunning = false;
  }
}

/** Miniflare does not tell; on Linux the kernel does. */
function findWorkerd(): number | null {
  try {
    const children = readdirSync("/proc/self/task").flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, "utf8").trim().split(" "),
    );
    const workerd = children.find((pid) => pid && commandOf(pid).includes("workerd"));
    return workerd ? Number(workerd) : null;
  } catch {
    return null;
  }
}

function commandOf(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
}

function report(message: AppReport): void {
  process.send?.(message);
}
