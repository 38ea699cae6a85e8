// What no log line and no address may tell. Google's secrets begin as they do in the sandbox; tests give those that a flow
// makes a prefix of their own.

/** What the secrets that a flow makes begin with in tests (tests/integration/world.ts). */
export const SECRET_PREFIX = "canary-";

const TELL_TALES: [string, RegExp][] = [
  ["an access token", /ya29\.a0/],
  ["a refresh token", /1\/\/0g/],
  ["a code", /4\/0A/],
  ["a secret of a flow", new RegExp(SECRET_PREFIX)],
  ["a guest's address", /guest@example\.org/i],
  ["an e-mail address", /"level":.*[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
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
