import { expect, test, vi } from "vitest";
import { z } from "zod";
import { ConfigurationError } from "./env.server.ts";
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

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test.each<[string, () => unknown]>([
  ["JSON", () => JSON.parse('{"guest": grace@example.com}')],
  ["a zone", () => new Intl.DateTimeFormat("en", { timeZone: "grace/example" })],
  ["an address", () => new URL("grace example")],
  ["a schema", () => z.object({ guest: z.enum(["a"]) }).parse({ guest: "grace" })],
  ["a property", () => (undefined as unknown as Record<string, string>)["grace@example.com"]],
])(
  "R5.4 what the language or a library says about its input is in no log line: %s",
  (_what, work) => {
    const lines = watch("error");
    const thrown = thrownBy(work);
    logError("x", thrown);
    logError("x", new Error("wrapped", { cause: thrown }));
    expect(lines.map(({ message }) => message)).toEqual([undefined, undefined]);
    expect(lines[0]?.error).toBe((thrown as Error).name);
    expect(lines[0]?.at).not.toEqual([]);
    expect(JSON.stringify(lines)).not.toContain("grace");
  },
);

test("R5.4 a value that D1 can't store is not named", () => {
  const lines = watch("error");
  logError("x", new Error("D1_TYPE_ERROR: Type 'object' not supported for value 'grace'"));
  expect(JSON.stringify(lines)).not.toContain("grace");
});

test("R5.4 D1's word is logged though it wraps a cause of its own", () => {
  const lines = watch("error");
  const d1 = new Error("D1_ERROR: D1 DB is overloaded.", {
    cause: new Error("D1 DB is overloaded."),
  });
  const query = new Error("Failed query\nparams: grace", { cause: d1 });
  query.name = "DrizzleQueryError";
  logError("x", query);
  expect(lines).toMatchObject([{ message: "D1_ERROR: D1 DB is overloaded." }]);
});

test("R5.4 a deadline that passed and a wrong configuration are told in words", () => {
  const lines = watch("error");
  logError("x", new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  logError("x", new ConfigurationError([{ name: "APP_ORIGIN", problem: "is missing" }]));
  expect(lines.map(({ message }) => message)).toEqual([
    "The operation was aborted due to timeout",
    expect.stringContaining("APP_ORIGIN is missing"),
  ]);
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
