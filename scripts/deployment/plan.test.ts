import { expect, test } from "vitest";
import {
  deployArguments,
  keyRingsToMake,
  missingFromOperator,
  PLACEHOLDER_DATABASE_ID,
  queueNames,
  withDatabaseId,
} from "./plan.ts";

const nothing = { vars: {}, secretNames: [], environment: {} };
const complete = {
  vars: { APP_ORIGIN: "https://book.example.com" },
  secretNames: ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "TOKEN_KEY_RING", "LINK_KEY_RING"],
  environment: {},
};

test("an operator who set nothing is told each variable and how to set it", () => {
  const lines = missingFromOperator(nothing).join("\n");
  expect(lines).toContain("APP_ORIGIN");
  expect(lines).toContain("npx wrangler secret put GOOGLE_CLIENT_ID");
  expect(lines).toContain("npx wrangler secret put GOOGLE_CLIENT_SECRET");
});

test("a complete configuration lacks nothing", () => {
  expect(missingFromOperator(complete)).toEqual([]);
});

test("key rings that are listed are never made again", () => {
  expect(keyRingsToMake(complete.secretNames)).toEqual([]);
  expect(keyRingsToMake(["TOKEN_KEY_RING"])).toEqual(["LINK_KEY_RING"]);
});

test("R5.1 after a rotation whose old secret was deleted, no first ring is made again", () => {
  expect(keyRingsToMake(["TOKEN_KEY_RING_2", "LINK_KEY_RING"])).toEqual([]);
});

test("APP_ORIGIN of the environment is handed to the Worker unless wrangler.toml has one", () => {
  const environment = { APP_ORIGIN: "https://book.example.com" };
  expect(deployArguments({ ...nothing, environment })).toEqual([
    "deploy",
    "--minify",
    "--var",
    "APP_ORIGIN:https://book.example.com",
  ]);
  expect(deployArguments(complete)).toEqual(["deploy", "--minify"]);
});

test("the database's id replaces the placeholder and nothing else", () => {
  const toml = `name = "a"\ndatabase_id = "${PLACEHOLDER_DATABASE_ID}"\n`;
  expect(withDatabaseId(toml, "1-2")).toBe('name = "a"\ndatabase_id = "1-2"\n');
  expect(() => withDatabaseId('database_id = "1-2"', "3-4")).toThrow(/database_id/);
});

test("each queue is named once, dead-letter queues included", () => {
  const queues = {
    producers: [{ queue: "sync" }],
    consumers: [{ queue: "sync", dead_letter_queue: "dead" }, { queue: "dead" }],
  };
  expect(queueNames(queues)).toEqual(["sync", "dead"]);
});
