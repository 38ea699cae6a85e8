import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runWranglerQuietly } from "./wrangler.ts";

export const workerScript = "build/worker/entry.worker.js";

const stamp = "build/inputs.sha256";
const inputs = [
  "app/**/*",
  "db/**/*",
  "public/**/*",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
  "wrangler.toml",
];

/**
 * Builds the Worker the way it is deployed, unless nothing changed since the last time. `wrangler deploy`
 * runs `npm run build` first, as wrangler.toml tells it.
 */
export async function buildWorker(say: (line: string) => void): Promise<{ wasBuilt: boolean }> {
  const hash = hashInputs();
  if (hash === readStamp() && existsSync(workerScript)) return { wasBuilt: false };
  say("Building the app (about 20 s)…");
  rmSync(stamp, { force: true });
  const outdir = path.dirname(workerScript);
  await runWranglerQuietly(["deploy", "--dry-run", "--minify", "--outdir", outdir]);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return { wasBuilt: true };
}

function hashInputs(): string {
  const files = globSync(inputs, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${path.relative(".", file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function readStamp(): string | null {
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
}
