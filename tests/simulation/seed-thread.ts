// Runs seeds, one after the other, in a thread of its own: for as long as it lives its timers and its chance are simulated.
import { parentPort } from "node:worker_threads";
import { runSeed } from "./run-seed.ts";
import { type SafeguardName, safeguardsWithout } from "./sabotage.ts";

/** A seed to run. */
export interface Job {
  seed: number;
  operations: number;
  isTraced: boolean;
  /** The safeguard that is switched off; null: none. */
  without: SafeguardName | null;
}

parentPort?.on("message", async ({ without, ...job }: Job) => {
  const sabotage = without === null ? undefined : safeguardsWithout(without);
  parentPort?.postMessage(await runSeed({ ...job, sabotage }));
});
