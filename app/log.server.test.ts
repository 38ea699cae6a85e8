import { expect, test, vi } from "vitest";
import { inBackground, logError, logWarning } from "./log.server.ts";

function watch(method: "error" | "warn"): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(console, method).mockImplementation((line: string) => {
    lines.push(JSON.parse(line));
  });
  return lines;
}

const failedQuery = (parameters: string) => {
  const error = new Error(`Failed query: insert into "bookings"\nparams: ${parameters}`, {
    cause: new Error("D1_ERROR: Network connection lost."),
  });
  error.name = "DrizzleQueryError";
  return error;
};

test("R5.4 a warning is one line of JSON with what is allowed in it", () => {
  const lines = watch("warn");
  logWarning("sync", { state: "retrying", reason: "google_503", attempts: 2 });
  expect(lines).toEqual([
    { level: "warn", what: "sync", state: "retrying", reason: "google_503", attempts: 2 },
  ]);
});

test("R5.4 an error is logged with its innermost cause and where it happened", () => {
  const lines = watch("error");
  logError("book_slot", failedQuery("x"), { hostId: "h" });
  expect(lines).toMatchObject([
    {
      level: "error",
      what: "book_slot",
      hostId: "h",
      error: "Error",
      message: "D1_ERROR: Network connection lost.",
      at: expect.arrayContaining([expect.stringMatching(/^at /)]),
    },
  ]);
});

test("R5.4 the parameters of a failed query, which people wrote, are in no log line", () => {
  const lines = watch("error");
  logError("book_slot", failedQuery("grace@example.com, ya29.token"));
  const alone = new Error("params: grace@example.com, ya29.token");
  alone.name = "DrizzleQueryError";
  logError("book_slot", alone);
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toMatch(/grace|ya29/);
});

test("R5.4 what is no error is logged by its type and never by its value", () => {
  const lines = watch("error");
  for (const thrown of ["ya29.token", { token: "ya29.token" }, 5, null, undefined])
    logError("x", thrown);
  expect(lines.map(({ error }) => error)).toEqual([
    "string",
    "object",
    "number",
    "object",
    "undefined",
  ]);
  expect(JSON.stringify(lines)).not.toContain("ya29");
});

test("R5.4 work behind an answer that fails is logged, and fails nothing else", async () => {
  const lines = watch("error");
  const waiting: Promise<unknown>[] = [];
  inBackground(
    { waitUntil: (work) => waiting.push(work) },
    "sync",
    Promise.reject(new Error("late")),
  );
  await expect(Promise.all(waiting)).resolves.toBeDefined();
  expect(lines).toMatchObject([{ what: "sync", message: "late" }]);
});
