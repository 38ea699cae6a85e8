import { env } from "cloudflare:test";
import { expect, test } from "vitest";
test("a", async () => {
  await env.DB.exec("INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at) VALUES ('h1','s1','e','n','h','UTC',0,0)");
  const r = await env.DB.prepare("PRAGMA table_list").all();
  console.log(JSON.stringify(r.results.filter((x) => x.wr === 1).map((x) => x.name)), JSON.stringify(r.meta));
  console.log(JSON.stringify((await env.DB.prepare("PRAGMA table_info(users)").all()).results[0]));
  const t0 = Date.now();
  for (let i = 0; i < 500; i++) await env.DB.prepare("SELECT ?").bind(i).all();
  console.log("500 took", performance.now(), Date.now() - t0);
  const e = await env.DB.prepare("INSERT INTO users (id, google_sub, email, name, handle, time_zone, created_at, updated_at) VALUES ('h1','s1','e','n','h','UTC',0,0)").run().catch((e) => e);
  console.log(String(e), String(e.cause));
  console.log(JSON.stringify((await env.DB.prepare("EXPLAIN QUERY PLAN SELECT * FROM users WHERE handle='x'").all()).results));
});
test("b", async () => {
  console.log(JSON.stringify((await env.DB.prepare("SELECT count(*) n FROM users").all()).results));
  const slow = fetchLike(AbortSignal.timeout(20)).catch((e) => e);
  const e = await slow;
  console.log(e.name, e instanceof Error);
});
function fetchLike(signal: AbortSignal) { return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))); }
