// Runs the long outage in a thread of its own, whose timers and chance are simulated.
import { parentPort, workerData } from "node:worker_threads";
import { runLongOutage } from "./long-outage.ts";

parentPort?.postMessage(await runLongOutage(workerData.bookings));
