import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/browser/find-chromium.ts";

export default defineConfig({
  testDir: "tests/browser",
  outputDir: "test-results/browser",
  globalSetup: "./tests/browser/global-setup.ts",
  // All journeys share one app and one sandbox.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    // Whose browser writes times as our own texts do.
    locale: "en-GB",
    baseURL: process.env.BROWSER_TESTS_APP_ORIGIN,
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      // Chromium's sandbox does not work for root, which containers often are; the rest keeps it from
      // reaching out by itself.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
