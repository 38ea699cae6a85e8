import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { forgetBuild, isBuilt, rememberBuild } from "./build-stamp.ts";
import { runWranglerQuietly } from "./wrangler.ts";

export const workerScript = "build/worker/entry.worker.js";

const buildFolder = "build";
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
 * Builds the Worker the way it is deployed, unless nothing changed or went since the last time. `wrangler deploy`
 * runs `npm run build` first, as wrangler.toml tells it.
 */
export async function buildWorker(say: (line: string) => void): Promise<{ wasBuilt: boolean }> {
  const hash = hashInputs();
  if (isBuilt(buildFolder, hash)) return { wasBuilt: false };
  say("Building the app (about 20 s)…");
  forgetBuild(buildFolder);
  const outdir = path.dirname(workerScript);
  await runWranglerQuietly(["deploy", "--dry-run", "--minify", "--outdir", outdir]);
  rememberBuild(buildFolder, hash);
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
