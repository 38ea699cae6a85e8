import { startLocalApp } from "../local-app.ts";

/** Playwright hands the environment on to its workers; `origins.ts` and the configuration read it there. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const local = await startLocalApp();
  process.env.BROWSER_TESTS_APP_ORIGIN = local.origin;
  process.env.BROWSER_TESTS_SANDBOX_ORIGIN = local.sandboxOrigin;
  process.env.BROWSER_TESTS_STATE_DIR = local.stateDir;
  return () => local.stop();
}
