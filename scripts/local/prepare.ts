import { buildWorker } from "./build.ts";
import { type LocalConfiguration, readLocalConfiguration } from "./configuration.ts";
import { readDevVars } from "./dev-vars.ts";
import { requireFreePorts } from "./local-app.ts";
import { migrateLocalDatabase } from "./migrations.ts";

/** All that must be there before the app can be started on this machine. */
export async function prepareLocalApp(say: (line: string) => void): Promise<LocalConfiguration> {
  const devVars = readDevVars(".dev.vars", process.env);
  const configuration = readLocalConfiguration(process.env, devVars);
  await requireFreePorts(configuration);
  await buildWorker(say);
  await migrateLocalDatabase(configuration.statePath, say);
  return configuration;
}
