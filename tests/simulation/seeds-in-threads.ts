import { Worker } from "node:worker_threads";
import type { SeedResult } from "./run-seed.ts";
import type { Job } from "./seed-thread.ts";

const THREAD = new URL("./seed-thread.ts", import.meta.url);

export interface Threads {
  /**
   * Runs jobs, each on the thread that comes free next.
   * @param heard is told of each result at once, in the order in which they are done; false: no more are begun
   * @returns the results, in the order of the jobs; undefined for those that were not begun
   */
  run: (
    jobs: readonly Job[],
    heard?: (result: SeedResult, job: Job) => boolean,
  ) => Promise<(SeedResult | undefined)[]>;
  close: () => Promise<void>;
}

/** Threads that run seeds: a new one takes a second to get up, so that they are kept between runs. */
export function startThreads(count: number): Threads {
  const workers = Array.from({ length: count }, startThread);
  return {
    run: async (jobs, heard = () => true) => {
      const results: (SeedResult | undefined)[] = jobs.map(() => undefined);
      let next = 0;
      const keepBusy = async (worker: Worker) => {
        while (next < jobs.length) {
          const at = next++;
          const job = jobs[at] as Job;
          const result = await ask(worker, job);
          results[at] = result;
          if (!heard(result, job)) next = jobs.length;
        }
      };
      await Promise.all(workers.map(keepBusy));
      return results;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
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
