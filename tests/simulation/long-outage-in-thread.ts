import { Worker } from "node:worker_threads";
import type { OutageReport } from "./long-outage.ts";

const THREAD = new URL("./long-outage-thread.ts", import.meta.url);

/** A day without Google in which so many bookings are made, in a thread of its own. */
export async function longOutageInThread(bookings: number): Promise<OutageReport> {
  const execArgv = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  const worker = new Worker(THREAD, { execArgv, workerData: { bookings } });
  try {
    return await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  } finally {
    await worker.terminate();
  }
}
