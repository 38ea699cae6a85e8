// One line of JSON per event, from an allow list of fields: never a token, a code, an e-mail, a name or a whole URL.

interface Fields {
  state?: string;
  reason?: string;
  attempts?: number;
  count?: number;
  hostId?: string;
  bookingId?: string;
  /** The first segment only: later ones hold capabilities. */
  path?: string;
  /** Somebody should look at once. */
  alert?: true;
}

/** Logs what somebody may want to count, and nobody has to look at. */
export function logWarning(what: string, fields: Fields = {}): void {
  console.warn(JSON.stringify({ level: "warn", what, ...fields }));
}

/** Logs a surprise: its innermost cause, what may be told of it, and where it happened. */
export function logError(what: string, error: unknown, fields: Fields = {}): void {
  const chain = causesOf(error);
  const cause = chain.at(-1);
  const line = {
    level: "error",
    what,
    ...fields,
    error: cause instanceof Error ? cause.name : typeof cause,
    message: (chain.find(isFromD1) ?? chain.slice(-1).find(isOurs))?.message,
    at: error instanceof Error ? framesOf(error) : undefined,
  };
  console.error(JSON.stringify(line));
}

/** Work behind an answer: its failure is logged, for nobody is there to hear of it. */
export function inBackground(
  context: { waitUntil: (work: Promise<unknown>) => void },
  what: string,
  work: Promise<unknown>,
): void {
  context.waitUntil(work.catch((error) => logError(what, error)));
}

/** The error and what caused it, innermost last. */
function causesOf(error: unknown): unknown[] {
  const chain = [error];
  for (let at = error; at instanceof Error && at.cause !== undefined; at = at.cause) {
    chain.push(at.cause);
  }
  return chain;
}

/** D1 names tables, columns and constraints, never values; its D1_TYPE_ERROR does name them. */
function isFromD1(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith("D1_ERROR");
}

/** Kinds of error whose messages are fixed texts or name our own variables. */
const TOLD = ["Error", "ConfigurationError", "TimeoutError", "AbortError"];

/**
 * Whether a message holds nothing that people wrote. We, and the runtime when a connection breaks, throw plain Errors
 * with fixed texts. What quotes its input is always of another kind: JSON's SyntaxError, Intl's and Temporal's
 * RangeError, a TypeError, zod's and drizzle's errors.
 */
function isOurs(error: unknown): error is Error {
  return (
    error instanceof Error && TOLD.includes(error.name) && !error.message.startsWith("D1_TYPE_")
  );
}

/** The stack begins with the message, whose lines may look like frames. */
function framesOf({ stack = "", message }: Error): string[] {
  const lines = stack
    .replace(message, "")
    .split("\n")
    .map((line) => line.trim());
  return lines.filter((line) => line.startsWith("at ")).slice(0, 8);
}
