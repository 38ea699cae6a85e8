import { spawn } from "node:child_process";
import { wranglerScript } from "../local/wrangler.ts";

/** Asks the account something; answers with what wrangler printed, its complaints only when it failed. */
export async function askWrangler(
  wranglerArguments: string[],
  environment: Record<string, string> = {},
): Promise<{ succeeded: boolean; output: string }> {
  const child = spawn(process.execPath, [wranglerScript, ...wranglerArguments], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WRANGLER_HIDE_BANNER: "true", ...environment },
  });
  const answer: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk) => answer.push(chunk));
  child.stderr.on("data", (chunk) => complaints.push(chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  const shown = code === 0 ? answer : [...answer, ...complaints];
  return { succeeded: code === 0, output: Buffer.concat(shown).toString() };
}

/**
 * Changes the account, in sight of the operator, who may be asked to confirm.
 * @param input for its standard input, so that a secret shows neither on the screen nor in a process list.
 */
export async function runWrangler(wranglerArguments: string[], input?: string): Promise<void> {
  const child = spawn(process.execPath, [wranglerScript, ...wranglerArguments], {
    stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"],
  });
  child.stdin?.end(input);
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`\`wrangler ${wranglerArguments.join(" ")}\` failed`);
}

/** @throws what to do when nobody is logged in */
export async function requireLogin(): Promise<void> {
  const { succeeded } = await askWrangler(["whoami", "--json"]);
  if (succeeded) return;
  throw new Error(
    "No Cloudflare account: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID.",
  );
}

/** The names of the Worker's secrets; none when it was never deployed. */
export async function listSecrets(workerName: string): Promise<string[]> {
  const { succeeded, output } = await askWrangler(["secret", "list", "--format", "json"]);
  if (succeeded) return (JSON.parse(output) as { name: string }[]).map(({ name }) => name);
  // wrangler's words for a Worker that was never deployed. Nothing looser: "no secrets" means new key rings.
  if (output.includes(`Worker "${workerName}" not found`)) return [];
  throw new Error(`The Worker's secrets cannot be listed:\n${output}`);
}
