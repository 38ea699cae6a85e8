import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalConfigurationError } from "./configuration.ts";
import { addToDevVars, newKeyRing, readDevVars } from "./dev-vars.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "slotkeeper-dev-vars-"));
  file = path.join(folder, ".dev.vars");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("missing key rings are made once, in a file that only its owner can read", () => {
  const first = readDevVars(file, {});
  expect(JSON.parse(first.TOKEN_KEY_RING ?? "").current).toBe("k1");
  expect(first.LINK_KEY_RING).not.toBe(first.TOKEN_KEY_RING);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readDevVars(file, {})).toEqual(first);
});

test("what a person wrote stays as it is", () => {
  writeFileSync(file, "# mine\nGOOGLE_CLIENT_ID=abc");
  expect(readDevVars(file, {}).GOOGLE_CLIENT_ID).toBe("abc");
  expect(readFileSync(file, "utf8")).toMatch(/^# mine\nGOOGLE_CLIENT_ID=abc\nTOKEN_KEY_RING='/);
});

test("a key ring of the environment is not written down", () => {
  readDevVars(file, { TOKEN_KEY_RING: "from the environment" });
  expect(readFileSync(file, "utf8")).not.toContain("TOKEN_KEY_RING");
});

test("R5.1 a ring of a later number is a ring: the first is not made again", () => {
  addToDevVars(file, { TOKEN_KEY_RING_2: newKeyRing("k2") });
  expect(Object.keys(readDevVars(file, {})).sort()).toEqual(["LINK_KEY_RING", "TOKEN_KEY_RING_2"]);
  expect(readFileSync(file, "utf8")).not.toContain("TOKEN_KEY_RING=");
});

test("what is added stands behind what a person wrote, and can be read again", () => {
  writeFileSync(file, "# mine\nGOOGLE_CLIENT_ID=abc");
  const ring = newKeyRing("k2");
  expect(addToDevVars(file, { TOKEN_KEY_RING_2: ring }).TOKEN_KEY_RING_2).toBe(ring);
  expect(readFileSync(file, "utf8")).toMatch(/^# mine\nGOOGLE_CLIENT_ID=abc\nTOKEN_KEY_RING_2='/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a folder of that name is told in one plain line", () => {
  mkdirSync(file);
  expect(() => readDevVars(file, {})).toThrow(LocalConfigurationError);
  expect(() => readDevVars(file, {})).toThrow(/\.dev\.vars can't be read: it is a folder/);
});
