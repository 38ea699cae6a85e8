// A canary: in no test may a token, a code, a verifier or a guest's address get into a log line or into an address that
// is called. The sandbox's secrets begin as Google's do, and tests make the verifiers with a prefix of their own.
import { afterEach, beforeEach, expect, vi } from "vitest";

/** What the secrets that a flow makes begin with in tests (tests/integration/world.ts). */
export const SECRET_PREFIX = "canary-";

const TELL_TALES: [string, RegExp][] = [
  ["an access token", /ya29\.a0/],
  ["a refresh token", /1\/\/0g/],
  ["a code", /4\/0A/],
  ["a secret of a flow", new RegExp(SECRET_PREFIX)],
  ["a guest's address", /guest@example\.org/i],
];

/** What a text must not hold and does. */
export function secretsIn(text: string): string[] {
  const plain = [text, decoded(text)];
  return TELL_TALES.filter(([, pattern]) => plain.some((one) => pattern.test(one))).map(
    ([what]) => what,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

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
