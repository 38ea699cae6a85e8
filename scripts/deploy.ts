// Brings Slotkeeper to a Cloudflare account. Every step looks first and only then makes what is missing, so
// that running it again is safe.
import { readFileSync, writeFileSync } from "node:fs";
import {
  deployArguments,
  keyRingsToMake,
  missingFromOperator,
  PLACEHOLDER_DATABASE_ID,
  queueNames,
  withDatabaseId,
} from "./deployment/plan.ts";
import {
  askWrangler,
  listSecrets,
  requireLogin,
  runWrangler,
} from "./deployment/wrangler-account.ts";
import { newKeyRing } from "./local/dev-vars.ts";
import { readWranglerConfig } from "./local/wrangler-config.ts";

try {
  await deploy();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function deploy(): Promise<void> {
  await requireLogin();
  await ensureDatabase();
  const config = readWranglerConfig();
  for (const queue of queueNames(config.queues)) await ensureQueue(queue);
  const state = {
    vars: config.vars,
    secretNames: await listSecrets(config.name),
    environment: process.env,
  };
  const missing = missingFromOperator(state);
  if (missing.length > 0) {
    throw new Error(`Set these first, then run this again:\n  ${missing.join("\n  ")}`);
  }
  for (const name of keyRingsToMake(state.secretNames)) {
    console.log(`Making the secret ${name}, which is not set yet…`);
    await runWrangler(["secret", "put", name], newKeyRing());
  }
  // The new Worker may need the new tables; the old one lives with them, since migrations only go forward.
  await runWrangler(["d1", "migrations", "apply", "DB", "--remote"]);
  await runWrangler(deployArguments(state));
}

async function ensureDatabase(): Promise<void> {
  const { d1_databases } = readWranglerConfig();
  const database = d1_databases.find(({ binding }) => binding === "DB");
  if (!database) throw new Error("wrangler.toml has no [[d1_databases]] with the binding DB");
  if (database.database_id !== PLACEHOLDER_DATABASE_ID) return;
  const name = database.database_name;
  if (!(await findDatabaseId(name))) await runWrangler(["d1", "create", name]);
  const id = await findDatabaseId(name);
  if (!id) throw new Error(`The D1 database ${name} was created but is not listed; run this again`);
  writeFileSync("wrangler.toml", withDatabaseId(readFileSync("wrangler.toml", "utf8"), id));
  console.log(
    `The D1 database ${name} has the id ${id}; it was written to wrangler.toml. Keep it.`,
  );
}

async function findDatabaseId(name: string): Promise<string | null> {
  const { succeeded, output } = await askWrangler(["d1", "list", "--json"]);
  if (!succeeded) throw new Error(`The account's D1 databases cannot be listed:\n${output}`);
  const databases = JSON.parse(output) as { name: string; uuid: string }[];
  return databases.find((database) => database.name === name)?.uuid ?? null;
}

async function ensureQueue(name: string): Promise<void> {
  const { succeeded } = await askWrangler(["queues", "info", name]);
  if (!succeeded) await runWrangler(["queues", "create", name]);
}
