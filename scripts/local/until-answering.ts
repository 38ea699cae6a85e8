import { setTimeout as wait } from "node:timers/promises";
import type { ProcessEnd } from "./process-group.ts";

const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/** Resolves when the page can be opened; rejects when its process ends or it only ever answers 5xx. */
export async function untilAnswering(
  url: string,
  processEnded: Promise<ProcessEnd>,
): Promise<void> {
  let endedHow: string | null = null;
  void processEnded.then(({ how }) => {
    endedHow = how;
  });
  const deadline = Date.now() + PATIENCE_MS;
  let lastProblem: unknown = "nothing answers there";
  while (Date.now() < deadline) {
    if (endedHow) throw new Error(`${url} will not answer: its process ended with ${endedHow}`);
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      if (response.status < 500) return;
      lastProblem = `it answers with status ${response.status}`;
    } catch (error) {
      lastProblem = error;
    }
    await wait(PAUSE_MS);
  }
  throw new Error(`${url} cannot be opened after ${PATIENCE_MS / 1000} s`, { cause: lastProblem });
}
