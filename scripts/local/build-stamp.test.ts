import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetBuild, isBuilt, rememberBuild } from "./build-stamp.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "slotkeeper-build-"));
  for (const file of ["worker/entry.worker.js", "client/robots.txt", "client/assets/root-1.js"]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), "");
  }
  rememberBuild(folder, "hash");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what was built of the same sources is not built again", () => {
  expect(isBuilt(folder, "hash")).toBe(true);
  expect(isBuilt(folder, "other")).toBe(false);
});

test.each(["client", "client/assets", "client/assets/root-1.js", "worker", "inputs.sha256", "."])(
  "when build/%s was deleted, it is built again",
  (deleted) => {
    rmSync(path.join(folder, deleted), { recursive: true });
    mkdirSync(folder, { recursive: true });
    expect(isBuilt(folder, "hash")).toBe(false);
  },
);

test("a build that was broken off counts as none", () => {
  forgetBuild(folder);
  expect(isBuilt(folder, "hash")).toBe(false);
});
