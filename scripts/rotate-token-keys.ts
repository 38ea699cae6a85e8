// npm run tokens:rotate: adds a key for the tokens, waits while cron seals them anew with it, and says which old secret
// may then be deleted. Deletes nothing. May be broken off and run again at any time.
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { report, rotate } from "./deployment/rotate.ts";
import { deployedPlace, localPlace } from "./deployment/rotation-places.ts";

try {
  const { values } = readArguments();
  const place = values.local ? localPlace() : await deployedPlace();
  const say = (line: string) => console.log(line);
  await (values.count ? report(place, say) : rotate(place, { say, wait, now: Date.now }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({ options: { local: { type: "boolean" }, count: { type: "boolean" } } });
  } catch {
    throw new Error("Usage: npm run tokens:rotate [-- [--local] [--count]]");
  }
}
