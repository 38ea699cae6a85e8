import path from "node:path";
import { expect, test } from "vitest";
import { readLocalConfiguration } from "./configuration.ts";
import { newKeyRing } from "./dev-vars.ts";

const devVars = { TOKEN_KEY_RING: newKeyRing(), LINK_KEY_RING: newKeyRing() };
const read = (environment: Record<string, string>, more: Record<string, string> = {}) =>
  readLocalConfiguration(environment, { ...devVars, ...more });

test("with nothing set the sandbox plays Google on its own port", () => {
  const { port, sandbox, statePath, variables } = read({});
  expect(port).toBe(8787);
  expect(sandbox?.port).toBe(8788);
  expect(statePath).toBe(path.resolve(".wrangler/state"));
  expect(variables).toMatchObject({
    APP_ORIGIN: "http://localhost:8787",
    GOOGLE_ACCOUNTS_ORIGIN: "http://localhost:8788",
    GOOGLE_OAUTH_ORIGIN: "http://localhost:8788",
    GOOGLE_API_ORIGIN: "http://localhost:8788",
    GOOGLE_CLIENT_ID: sandbox?.clientId,
    GOOGLE_CLIENT_SECRET: sandbox?.clientSecret,
  });
});

test("the process environment beats .dev.vars", () => {
  const { variables } = read(
    { APP_ORIGIN: "http://from.environment" },
    { APP_ORIGIN: "http://from.dev-vars", GOOGLE_API_ORIGIN: "http://other.google" },
  );
  expect(variables.APP_ORIGIN).toBe("http://from.environment");
  expect(variables.GOOGLE_API_ORIGIN).toBe("http://other.google");
});

test("a variable set to nothing counts as not set", () => {
  expect(read({ PORT: "", GOOGLE_API_ORIGIN: "" }).sandbox).not.toBeNull();
});

test("any Google origin means that no sandbox is started, and the others stay Google's", () => {
  const { sandbox, variables } = read({ GOOGLE_API_ORIGIN: "http://localhost:9999" });
  expect(sandbox).toBeNull();
  expect(variables.GOOGLE_CLIENT_ID).toBeTruthy();
  expect(variables.GOOGLE_ACCOUNTS_ORIGIN).toBeUndefined();
});

test("a real client id and secret mean the real Google", () => {
  const { sandbox, variables } = read({ GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" });
  expect(sandbox).toBeNull();
  expect(variables).not.toHaveProperty("GOOGLE_API_ORIGIN");
});

test("R5.1 further key rings and the sign-up rule are passed on, from the environment or .dev.vars", () => {
  const ring = newKeyRing("k2");
  expect(read({ TOKEN_KEY_RING_2: ring, SIGN_UP: "@example.com" }).variables).toMatchObject({
    TOKEN_KEY_RING: devVars.TOKEN_KEY_RING,
    TOKEN_KEY_RING_2: ring,
    SIGN_UP: "@example.com",
  });
  expect(read({}, { TOKEN_KEY_RING_2: ring }).variables.TOKEN_KEY_RING_2).toBe(ring);
});

test.each([
  [{ SIGN_UP: "example.com" }, "SIGN_UP has an entry, number 1"],
  [{ TOKEN_KEY_RING_2: newKeyRing("k1") }, "TOKEN_KEY_RING_2 gives the key id k1 to another key"],
  [{ GOOGLE_CLIENT_ID: "id" }, "GOOGLE_CLIENT_SECRET is missing"],
  [{ GOOGLE_CLIENT_SECRET: "secret" }, "GOOGLE_CLIENT_ID is missing"],
  [{ PORT: "abc" }, 'PORT must be a port from 1 to 65535, but is "abc"'],
  [{ PORT: "70000" }, "PORT must be a port"],
  [{ GOOGLE_SANDBOX_PORT: "-1" }, "GOOGLE_SANDBOX_PORT must be a port"],
  [{ PORT: "9000", GOOGLE_SANDBOX_PORT: "9000" }, "PORT and GOOGLE_SANDBOX_PORT are both 9000"],
  [{ APP_ORIGIN: "localhost" }, "APP_ORIGIN must be an origin"],
  [{ TOKEN_KEY_RING: "secret" }, "TOKEN_KEY_RING must be JSON"],
])("%o is refused by a line that says: %s", (environment: Record<string, string>, message) => {
  expect(() => read(environment)).toThrow(message);
});
