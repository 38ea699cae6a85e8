import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { buildWorker } from "./build.ts";
import type { LocalApp } from "./local-app.ts";
import { migrateLocalDatabase } from "./migrations.ts";

// An editor writes several files at once, and each of them several times.
const SETTLE_MS = 150;

/** Takes up what is edited. A build that fails is reported, and the last good one keeps running. */
export function watchSources(local: LocalApp, statePath: string): void {
  const changed = new Set<string>();
  let isTakingUp = false;

  async function takeUpChanges(): Promise<void> {
    if (isTakingUp) return;
    isTakingUp = true;
    while (changed.size > 0) {
      await wait(SETTLE_MS);
      const folders = new Set(changed);
      changed.clear();
      await takeUp(folders).catch((error: Error) => console.error(error.message));
    }
    isTakingUp = false;
  }

  async function takeUp(folders: Set<string>): Promise<void> {
    if (folders.delete("google-sandbox")) {
      await local.restartSandbox();
      console.log("The Google sandbox was restarted.");
    }
    if (folders.delete("migrations")) {
      // wrangler opens the same database file, so the app lets go of it first.
      await local.app.stop();
      await migrateLocalDatabase(statePath, console.log);
      await local.restartApp();
    }
    if (folders.size === 0) return;
    const startedAt = Date.now();
    const { wasBuilt } = await buildWorker(console.log);
    if (!wasBuilt) return;
    await local.app.reload();
    console.log(`Reloaded after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  }

  const folders = ["app", "db", "public", "google-sandbox", "migrations"];
  watchFolders(folders.filter(existsSync), (folder) => {
    changed.add(folder);
    void takeUpChanges();
  });
}

/**
 * Watches each folder for itself: Node's own recursive watching on Linux loses a file that an editor
 * replaces instead of writing to it.
 */
function watchFolders(roots: string[], onChange: (root: string) => void): void {
  const watchers = new Map<string, FSWatcher>();

  function watchNewFolders(root: string): void {
    const subfolders = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const folder of [root, ...subfolders]) {
      if (watchers.has(folder)) continue;
      watchers.set(
        folder,
        watch(folder, (_event, file) => react(root, file)),
      );
    }
  }

  function react(root: string, file: string | null): void {
    for (const [folder, watcher] of watchers) {
      if (existsSync(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    watchNewFolders(root);
    if (!file?.match(/\.test\.tsx?$/)) onChange(root);
  }

  for (const root of roots) watchNewFolders(root);
}
