// Tells whether what was built is still there, and of what it was built.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What `npm start` and the tests run: the Worker, and what browsers load. */
const outputs = ["worker/entry.worker.js", "client/**/*"];
const stampFile = "inputs.sha256";

/** Whether the last build was of these inputs, and none of its files has gone since. */
export function isBuilt(folder: string, inputsHash: string): boolean {
  const stamp = path.join(folder, stampFile);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf(folder, inputsHash);
}

/** Remembers a build that is complete. */
export function rememberBuild(folder: string, inputsHash: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, stampFile), stampOf(folder, inputsHash));
}

/** Before anything is built, so that a build that is broken off counts as none. */
export function forgetBuild(folder: string): void {
  rmSync(path.join(folder, stampFile), { force: true });
}

function stampOf(folder: string, inputsHash: string): string {
  const files = globSync(outputs, { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return [inputsHash, ...files.sort()].join("\n");
}
