// Where the app and the sandbox of this run are, for tests that need more than relative addresses.
export const appOrigin = () => required("BROWSER_TESTS_APP_ORIGIN");
export const sandboxOrigin = () => required("BROWSER_TESTS_SANDBOX_ORIGIN");
/** The folder of the local D1. */
export const stateDir = () => required("BROWSER_TESTS_STATE_DIR");

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: global-setup.ts did not run`);
  return value;
}
