// How D1 words what went wrong: SQLite's message, the name of its code and, of a constraint, which kind it was.

const names = new Map([
  [1, "SQLITE_ERROR"],
  [5, "SQLITE_BUSY"],
  [6, "SQLITE_LOCKED"],
  [9, "SQLITE_INTERRUPT"],
  [13, "SQLITE_FULL"],
  [17, "SQLITE_SCHEMA"],
  [18, "SQLITE_TOOBIG"],
  [19, "SQLITE_CONSTRAINT"],
  [20, "SQLITE_MISMATCH"],
  [21, "SQLITE_MISUSE"],
  [23, "SQLITE_AUTH"],
  [25, "SQLITE_RANGE"],
  [275, "SQLITE_CONSTRAINT_CHECK"],
  [787, "SQLITE_CONSTRAINT_FOREIGNKEY"],
  [1299, "SQLITE_CONSTRAINT_NOTNULL"],
  [1555, "SQLITE_CONSTRAINT_PRIMARYKEY"],
  [1811, "SQLITE_CONSTRAINT_TRIGGER"],
  [2067, "SQLITE_CONSTRAINT_UNIQUE"],
  [2579, "SQLITE_CONSTRAINT_ROWID"],
  [3091, "SQLITE_CONSTRAINT_DATATYPE"],
]);

/** The error that D1 throws, with what the database itself said as its cause. */
export function d1Error(message: string, prefix = "D1_ERROR"): Error {
  return new Error(`${prefix}: ${message}`, { cause: new Error(message) });
}

/** The error for a value that can't be bound. */
export function d1TypeError(value: unknown): Error {
  return d1Error(
    `Type '${typeof value}' not supported for value '${value as string}'`,
    "D1_TYPE_ERROR",
  );
}

/** What D1 says of an error that SQLite or this adapter threw. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("errcode" in error) return `${error.message}: ${nameOf(Number(error.errcode))}`;
  if (error.message === "The SQL query contains no statements.") {
    return "SQL code did not contain a statement.";
  }
  return error.message;
}

/** D1's answer to BEGIN and its like, in the words of what D1 is built on. */
export function transactionRefused(): Error {
  return new Error(
    "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic write coalescing.",
  );
}

function nameOf(code: number): string {
  const primary = codeName(code & 0xff);
  return code > 0xff ? `${primary} (extended: ${codeName(code)})` : primary;
}

function codeName(code: number): string {
  return names.get(code) ?? `SQLITE_${code}`;
}
