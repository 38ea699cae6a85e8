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

export function logWarning(what: string, fields: Fields = {}): void {
  console.warn(JSON.stringify({ level: "warn", what, ...fields }));
}

/**
 * Logs a surprise with its innermost cause and where it happened.
 * Drizzle puts a query's parameters (names, e-mails, ciphertexts) into its message, so of wrapping errors only the
 * frames are kept.
 */
export function logError(what: string, error: unknown, fields: Fields = {}): void {
  const cause = innermost(error);
  const line = {
    level: "error",
    what,
    ...fields,
    error: cause instanceof Error ? cause.name : typeof cause,
    message: isOurs(cause) ? cause.message : undefined,
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

function innermost(error: unknown): unknown {
  let at = error;
  while (at instanceof Error && at.cause !== undefined) at = at.cause;
  return at;
}

/** A message that holds no user data: thrown by us, by the runtime, or by D1, which names columns and never values. */
function isOurs(error: unknown): error is Error {
  return error instanceof Error && error.name !== "DrizzleQueryError";
}

function framesOf(error: Error): string[] {
  const lines = error.stack?.split("\n").map((line) => line.trim()) ?? [];
  return lines.filter((line) => line.startsWith("at ")).slice(0, 8);
}
