import { buildWorker } from "../scripts/local/build.ts";

/** Several test files must not build into the same folder at once. */
export async function setup(): Promise<void> {
  await buildWorker(console.log);
}
