// D1 out of order under a running app, and in order again.
import { cpSync, globSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { RunningLocalApp } from "../local-app.ts";

const databaseFolder = (app: RunningLocalApp) => path.join(app.stateDir, "v3", "d1");
const keptFolder = (app: RunningLocalApp) => path.join(app.stateDir, "kept");

/** From now on every statement fails: the file holds no database. */
export async function breakDatabase(app: RunningLocalApp): Promise<void> {
  await app.killApp();
  cpSync(databaseFolder(app), keptFolder(app), { recursive: true });
  for (const file of globSync(path.join(databaseFolder(app), "**/*.sqlite*"))) {
    // workerd reads this one itself as it starts.
    if (path.basename(file).startsWith("metadata.")) continue;
    if (file.endsWith(".sqlite")) writeFileSync(file, "this is no database ".repeat(1_000));
    else rmSync(file);
  }
  await app.restartApp();
}

export async function mendDatabase(app: RunningLocalApp): Promise<void> {
  await app.killApp();
  rmSync(databaseFolder(app), { recursive: true });
  cpSync(keptFolder(app), databaseFolder(app), { recursive: true });
  await app.restartApp();
}
