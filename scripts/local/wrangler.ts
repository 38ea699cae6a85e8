import { createRequire } from "node:module";
import path from "node:path";
import { runQuietly } from "./process-group.ts";

const wranglerPackage = createRequire(import.meta.url).resolve("wrangler/package.json");
export const wranglerScript = path.join(path.dirname(wranglerPackage), "bin", "wrangler.js");

/** Nothing that runs on this machine only may need the network or wait for it. */
export const offlineEnvironment = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

export function runWranglerQuietly(wranglerArguments: string[]): Promise<void> {
  return runQuietly(process.execPath, [wranglerScript, ...wranglerArguments], {
    ...process.env,
    ...offlineEnvironment,
  });
}
