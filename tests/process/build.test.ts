// What `wrangler deploy` would upload, and what browsers would get.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { workerScript } from "../../scripts/local/build.ts";

test("the Worker is at most 1 MB, compressed", () => {
  const compressed = gzipSync(readFileSync(workerScript)).length;
  expect(compressed).toBeGreaterThan(100_000);
  expect(compressed).toBeLessThanOrEqual(1_000_000);
});

test("nothing of the database, of secrets or of Google's endpoints is sent to browsers", () => {
  const scripts = readdirSync("build/client/assets").filter((file) => file.endsWith(".js"));
  const sent = scripts.map((file) => readFileSync(path.join("build/client/assets", file), "utf8"));
  expect(sent.join("\n")).toContain("Connect Google Calendar");
  for (const secret of ["booking_syncs", "TOKEN_KEY_RING", "refresh_token", "client_secret"]) {
    expect(sent.filter((script) => script.includes(secret))).toEqual([]);
  }
});
