// A canary: in no test may a token, a code, a verifier or a guest's address get into a log line or into an address that
// is called.
import { afterEach, beforeEach, expect, vi } from "vitest";
import { secretsIn } from "../told-secrets.ts";

const METHODS = ["debug", "log", "info", "warn", "error"] as const;
const lines: string[] = [];

for (const method of METHODS) {
  const write = console[method];
  console[method] = (...parts: unknown[]) => {
    lines.push(parts.map(String).join(" "));
    write(...parts);
  };
}

beforeEach(() => {
  lines.length = 0;
});

afterEach(() => {
  // Whatever a test has silenced is kept by its mock.
  const silenced = METHODS.flatMap((method) => {
    const spied = console[method];
    return vi.isMockFunction(spied)
      ? spied.mock.calls.map((parts) => parts.map(String).join(" "))
      : [];
  });
  const told = [...lines, ...silenced].filter((line) => secretsIn(line).length > 0);
  expect(told, "log lines that tell a secret").toEqual([]);
});
