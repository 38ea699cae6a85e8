import { LocalConfigurationError } from "./configuration.ts";
import type { LocalApp } from "./local-app.ts";
import { stopAllProcessGroups } from "./process-group.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Starts the app, says where it is, and lives until a person or a failure ends it. */
export async function runUntilStopped(start: () => Promise<LocalApp>): Promise<void> {
  const stopped = untilAskedToStop();
  const failed = start().then((local) => {
    announce(local);
    return local.unexpectedEnd;
  }, describeFailure);
  const problem = await Promise.race([stopped, failed]);
  if (problem) console.error(problem);
  await stopAllProcessGroups();
  process.exit(problem ? 1 : 0);
}

/** Also when the process that started this one is gone: its end of the IPC channel closes. */
function untilAskedToStop(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.on(signal, () => resolve(null));
    process.once("disconnect", () => resolve(null));
  });
}

function announce({ origin, sandboxOrigin }: LocalApp): void {
  if (sandboxOrigin) console.log(`Google is played by the sandbox at ${sandboxOrigin}`);
  console.log(`Slotkeeper is ready: ${origin}  (Ctrl-C stops it)`);
}

function describeFailure(error: unknown): string {
  if (error instanceof LocalConfigurationError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : error.cause;
  return cause ? `${error.message}: ${cause}` : error.message;
}
