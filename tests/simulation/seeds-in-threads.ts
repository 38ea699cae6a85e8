import { Worker } from "node:worker_threads";
import type { SeedResult } from "./run-seed.ts";
import type { Job } from "./seed-thread.ts";

const THREAD = new URL("./seed-thread.ts", import.meta.url);

/**
 * Runs jobs on several threads, as they come free.
 * @param heard is told of each result at once, in the order in which they are done; false: no more are begun
 * @returns the results, in the order of the jobs; undefined for those that were not begun
 */
export async function runInThreads(
  jobs: readonly Job[],
  threads: number,
  heard: (result: SeedResult, job: Job) => boolean = () => true,
): Promise<(SeedResult | undefined)[]> {
  const results: (SeedResult | undefined)[] = jobs.map(() => undefined);
  let next = 0;
  const keepBusy = async () => {
    const worker = startThread();
    try {
      while (next < jobs.length) {
        const at = next++;
        const job = jobs[at] as Job;
        const result = await ask(worker, job);
        results[at] = result;
        if (!heard(result, job)) next = jobs.length;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, keepBusy));
  return results;
}

function startThread(): Worker {
  // Older Node wants to be told that types are to be stripped; all of them warn of node:sqlite.
  const execArgv = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  // A seed makes much that lives shortly.
  return new Worker(THREAD, { execArgv, resourceLimits: { maxYoungGenerationSizeMb: 64 } });
}

function ask(worker: Worker, job: Job): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new Error(`seed ${job.seed} broke the simulation: ${error.stack}`));
    worker.once("error", fail);
    worker.once("message", (result: SeedResult) => {
      worker.off("error", fail);
      resolve(result);
    });
    worker.postMessage(job);
  });
}
