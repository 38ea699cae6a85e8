// workerd always runs in UTC; developers' machines, and whoever runs the app elsewhere, do not.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("./print-slots.ts", import.meta.url));

const run = promisify(execFile);

test("R7.6 invariant 5: neither the server's zone nor its locale changes a slot or a label", async () => {
  const inUtc = await printedIn("UTC", "en-US");
  expect(Number(inUtc.match(/(\d+) slots/)?.[1])).toBeGreaterThan(1_000);
  const elsewhere = [
    printedIn("Pacific/Kiritimati", "ar-EG"),
    printedIn("America/New_York", "de-DE"),
    printedIn("Australia/Lord_Howe", "th-TH"),
  ];
  for (const printed of await Promise.all(elsewhere)) expect(printed).toBe(inUtc);
});

async function printedIn(zone: string, locale: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [program], {
    env: { ...process.env, TZ: zone, LC_ALL: locale.replace("-", "_"), NODE_OPTIONS: "" },
    maxBuffer: 32 * 1024 * 1024,
  });
  expect(stderr.trim()).toBe(`${zone} ${locale}`);
  return stdout;
}
