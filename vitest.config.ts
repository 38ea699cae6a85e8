import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { readWranglerConfig } from "./scripts/local/wrangler-config.ts";

// A host that no test may reach: whatever a test does not mock is refused by `outboundService`.
const UNREACHABLE_GOOGLE = "https://google.test";

const wranglerConfig = readWranglerConfig();
const d1OnSqlite = fileURLToPath(
  new URL("./tests/d1-on-sqlite/cloudflare-test.ts", import.meta.url),
);

const workerdTests = [
  "app/**/*.test.ts",
  "app/**/*.test.tsx",
  "db/**/*.test.ts",
  "tests/integration/**/*.test.ts",
  "tests/oracle/**/*.test.ts",
  "tests/workerd/**/*.test.ts",
  "tests/d1-on-sqlite/d1-on-sqlite.test.ts",
];
// The simulation runs on this stand-in for D1, so whatever is proven on D1 about db/ is proven on it too.
const sqliteTests = ["db/**/*.test.ts", "tests/d1-on-sqlite/**/*.test.ts"];
const nodeTests = [
  "google-sandbox/**/*.test.ts",
  "scripts/**/*.test.ts",
  "tests/server-zone/**/*.test.ts",
  "tests/storm/**/*.test.ts",
];
const processTests = ["tests/process/**/*.test.ts", "tests/fuzz/**/*.test.ts"];
const simulationTests = ["tests/simulation/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          // wrangler.toml is read here instead of being passed on as `wrangler.configPath`: that would
          // make the built Worker a condition of every test, and hand it this machine's .dev.vars.
          cloudflareTest(async () => ({
            miniflare: {
              compatibilityDate: wranglerConfig.compatibility_date,
              compatibilityFlags: wranglerConfig.compatibility_flags,
              d1Databases: wranglerConfig.d1_databases.map((database) => database.binding),
              queueProducers: Object.fromEntries(
                wranglerConfig.queues.producers.map(({ binding, queue }) => [binding, queue]),
              ),
              bindings: {
                ...testVariables(),
                TEST_MIGRATIONS: await readD1Migrations("migrations"),
              },
              outboundService: refuseOutbound,
            },
          })),
        ],
        resolve: { mainFields: ["module", "main"] },
        test: {
          name: "workerd",
          include: workerdTests,
          setupFiles: [
            "tests/workerd/apply-migrations.ts",
            "tests/workerd/fail-on-console-error.ts",
            "tests/workerd/no-secret-is-told.ts",
            "tests/workerd/fail-on-unmocked-fetch.ts",
          ],
          restoreMocks: true,
          // Hours of fake time are seconds of real work on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: { "cloudflare:test": d1OnSqlite } },
        test: {
          name: "sqlite",
          include: sqliteTests,
          setupFiles: [
            "tests/workerd/apply-migrations.ts",
            "tests/workerd/fail-on-console-error.ts",
          ],
          restoreMocks: true,
          testTimeout: 30_000,
        },
      },
      {
        test: { name: "node", include: nodeTests, restoreMocks: true, testTimeout: 30_000 },
      },
      {
        test: {
          name: "process",
          include: processTests,
          globalSetup: ["tests/build-once.ts"],
          // Each starts the app and the sandbox: one after the other, when the others are done.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: "simulation",
          include: simulationTests,
          // Each file keeps all cores busy by itself.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
        },
      },
    ],
  },
});

function testVariables() {
  return {
    APP_ORIGIN: "https://slotkeeper.test",
    GOOGLE_ACCOUNTS_ORIGIN: UNREACHABLE_GOOGLE,
    GOOGLE_OAUTH_ORIGIN: UNREACHABLE_GOOGLE,
    GOOGLE_API_ORIGIN: UNREACHABLE_GOOGLE,
    GOOGLE_CLIENT_ID: "test-client-id",
    GOOGLE_CLIENT_SECRET: "test-client-secret",
    TOKEN_KEY_RING: testKeyRing(1),
    LINK_KEY_RING: testKeyRing(2),
  };
}

function testKeyRing(byte: number): string {
  return JSON.stringify({
    current: "k1",
    keys: { k1: Buffer.alloc(32, byte).toString("base64") },
  });
}

// The setup file already refuses `fetch`; this catches what reaches out by other ways.
function refuseOutbound(request: Request): Response {
  return new Response(`Refused: no test may send ${request.method} ${request.url}`, {
    status: 599,
  });
}
