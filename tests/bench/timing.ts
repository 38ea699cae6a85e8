import { readFileSync } from "node:fs";

const TICK_MS = 10;

export interface Timing {
  p50Ms: number;
  p99Ms: number;
  /** CPU time of workerd, D1 included, for one request. */
  cpuMs: number;
}

/** Asks one after the other. */
export async function time(count: number, ask: () => Promise<unknown>): Promise<Timing> {
  const cpuBefore = workerdCpuMs();
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  const cpuMs = (workerdCpuMs() - cpuBefore) / count;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(count - 1, Math.floor(count * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), cpuMs };
}

/** Of all children of this process: Linux counts a process's CPU in hundredths of a second (proc(5), utime and stime). */
function workerdCpuMs(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim();
  return children
    .split(" ")
    .filter((pid) => pid !== "")
    .reduce((sum, pid) => sum + cpuOf(pid), 0);
}

function cpuOf(pid: string): number {
  // The name, in brackets, may hold blanks.
  const [, fields = ""] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const [utime, stime] = fields.split(" ").slice(11, 13).map(Number);
  return ((utime ?? 0) + (stime ?? 0)) * TICK_MS;
}
