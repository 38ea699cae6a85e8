import { DatabaseSync, type StatementSync } from "node:sqlite";
import { d1Error, d1TypeError, messageOf, transactionRefused } from "./d1-errors.ts";

/** A D1 database in this process's memory. */
export interface D1OnSqlite extends D1Database {
  close(): void;
}

/**
 * An empty database that answers as D1 does, from node:sqlite: the same SQLite with D1's limits. Each call does its
 * work at once and is answered by microtasks alone, so that whoever has a clock of their own may use it.
 *
 * `d1-on-sqlite.test.ts` says what is equal. What is not: `rows_written` leaves index entries out and `rows_read` is
 * the number of rows returned; `duration` and `size_after` are 0; errors in the SQL lack their "at offset n"; one
 * call runs one statement; named parameters and DELETE … LIMIT are refused; and most of what D1 forbids (most PRAGMAs,
 * TEMP, functions about SQLite) is not.
 */
export function createD1OnSqlite(): D1OnSqlite {
  return new SqliteD1(new Connection());
}

type Cell = null | number | string | number[];
type Bound = null | number | string | Uint8Array;

/** What one statement answered, before it is put into the shape that the caller asked for. */
interface Answer {
  columns: string[];
  rows: Cell[][];
  changes: number;
  lastRowId: number;
  lastRowChanged: boolean;
}

interface Prepared {
  statement: StatementSync;
  columns: string[];
  parameters: number;
  changesSchema: boolean;
}

// The limits of workerd (workerd/util/sqlite.c++). Node's types don't know the option yet.
const options = {
  enableDoubleQuotedStringLiterals: true,
  limits: {
    length: 2_200_000,
    sqlLength: 100_000,
    column: 100,
    exprDepth: 100,
    compoundSelect: 5,
    vdbeOp: 25_000,
    functionArg: 127,
    attach: 0,
    likePatternLength: 50,
    variableNumber: 100,
    triggerDepth: 10,
  },
};

const MOST_PREPARED = 1_000;

/** One connection to SQLite; whatever it is asked to run is one transaction. */
class Connection {
  readonly #sqlite = new DatabaseSync(":memory:", options);
  readonly #begin = this.#sqlite.prepare("BEGIN");
  readonly #commit = this.#sqlite.prepare("COMMIT");
  readonly #rollback = this.#sqlite.prepare("ROLLBACK");
  readonly #counters = this.#sqlite.prepare("SELECT total_changes(), last_insert_rowid()");
  readonly #prepared = new Map<string, Prepared>();

  constructor() {
    this.#counters.setReturnArrays(true);
  }

  /** All of the statements or none, in one transaction. Throws the error of SQLite, unworded. */
  run(statements: SqliteStatement[]): Answer[] {
    const present = statements.filter(({ sql }) => sql.trim() !== "");
    if (present.length === 0) throw new Error("No SQL statements detected.");
    this.#begin.run();
    try {
      const answers = present.map((statement) => this.#runOne(statement));
      this.#commit.run();
      return answers;
    } catch (error) {
      if (this.#sqlite.isTransaction) this.#rollback.run();
      if (present.some(({ sql }) => changesSchema(sql))) this.#prepared.clear();
      throw error;
    }
  }

  close(): void {
    this.#sqlite.close();
  }

  #runOne({ sql, values }: SqliteStatement): Answer {
    const { statement, columns, parameters, changesSchema } = this.#prepare(sql);
    if (values.length !== parameters) {
      throw new Error("Wrong number of parameter bindings for SQL query.");
    }
    const [changesBefore, lastRowIdBefore] = this.#count();
    const rows = statement.all(...values) as unknown as unknown[][];
    const [changes, lastRowId] = this.#count();
    // What "SELECT *" names may be other columns now.
    if (changesSchema) this.#prepared.clear();
    return {
      columns,
      rows: rows.map((row) => row.map(cellOf)),
      changes: changes - changesBefore,
      lastRowId,
      lastRowChanged: lastRowId !== lastRowIdBefore,
    };
  }

  #count(): [number, number] {
    return this.#counters.get() as unknown as [number, number];
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (transactionWords.has(firstWord(sql))) throw transactionRefused();
    const statement = this.#sqlite.prepare(sql);
    refuseMore(sql, statement);
    statement.setReturnArrays(true);
    const prepared = {
      statement,
      columns: statement.columns().map(({ name }) => name),
      parameters: countParameters(sql),
      changesSchema: changesSchema(sql),
    };
    if (this.#prepared.size === MOST_PREPARED) this.#prepared.clear();
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

class SqliteD1 implements D1OnSqlite {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  prepare(sql: string): D1PreparedStatement {
    return new SqliteStatement(this.#connection, sql, []) as unknown as D1PreparedStatement;
  }

  async batch<T = unknown>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
    const ours = statements.map((statement) => this.#oursOf(statement));
    return runWorded(this.#connection, ours).map((answer) => resultOf<T>(answer));
  }

  /** One statement per line, as D1 takes them. */
  async exec(sql: string): Promise<D1ExecResult> {
    const lines = sql.trim().split("\n");
    const statements = lines.map((line) => new SqliteStatement(this.#connection, line, []));
    try {
      return { count: this.#connection.run(statements).length, duration: 0 };
    } catch (error) {
      throw d1Error(`Error in line 1: ${lines[0]}: ${messageOf(error)}`, "D1_EXEC_ERROR");
    }
  }

  withSession(): D1DatabaseSession {
    return {
      prepare: (sql: string) => this.prepare(sql),
      batch: <T>(statements: D1PreparedStatement[]) => this.batch<T>(statements),
      getBookmark: () => null,
    };
  }

  async dump(): Promise<ArrayBuffer> {
    throw new Error("D1 dumps no longer");
  }

  close(): void {
    this.#connection.close();
  }

  #oursOf(statement: unknown): SqliteStatement {
    if (statement instanceof SqliteStatement && statement.connection === this.#connection) {
      return statement;
    }
    throw new Error("a statement of another database");
  }
}

class SqliteStatement {
  readonly connection: Connection;
  readonly sql: string;
  readonly values: Bound[];

  constructor(connection: Connection, sql: string, values: Bound[]) {
    this.connection = connection;
    this.sql = sql;
    this.values = values;
  }

  bind(...values: unknown[]): SqliteStatement {
    return new SqliteStatement(this.connection, this.sql, values.map(boundOf));
  }

  async all<T>(): Promise<D1Result<T>> {
    return resultOf<T>(this.#answer());
  }

  async run<T>(): Promise<D1Result<T>> {
    return resultOf<T>(this.#answer());
  }

  async first(column?: string): Promise<unknown> {
    const { columns, rows } = this.#answer();
    const [row] = rows;
    if (!row) return null;
    const object = objectOf(columns, row);
    if (column === undefined) return object;
    if (object[column] !== undefined) return object[column];
    throw new Error(`D1_COLUMN_NOTFOUND: Column not found (${column})`, {
      cause: new Error("Column not found"),
    });
  }

  async raw(options?: { columnNames?: boolean }): Promise<unknown[][]> {
    const { columns, rows } = this.#answer();
    return options?.columnNames ? [[...columns], ...rows] : rows;
  }

  #answer(): Answer {
    const [answer] = runWorded(this.connection, [this]);
    if (!answer) throw new Error("a statement without an answer");
    return answer;
  }
}

function runWorded(connection: Connection, statements: SqliteStatement[]): Answer[] {
  try {
    return connection.run(statements);
  } catch (error) {
    throw d1Error(messageOf(error));
  }
}

function resultOf<T>({ columns, rows, changes, ...last }: Answer): D1Result<T> {
  return {
    success: true,
    meta: {
      served_by: "node:sqlite",
      served_by_primary: true,
      total_attempts: 1,
      duration: 0,
      changes,
      last_row_id: last.lastRowId,
      changed_db: changes !== 0 || last.lastRowChanged,
      size_after: 0,
      rows_read: rows.length,
      rows_written: changes,
    },
    results: rows.map((row) => objectOf(columns, row) as T),
  };
}

/** Of columns with the same name the last one counts. */
function objectOf(columns: string[], row: Cell[]): Record<string, Cell> {
  const object: Record<string, Cell> = {};
  for (let index = 0; index < columns.length; index++) {
    object[columns[index] as string] = row[index] as Cell;
  }
  return object;
}

// Values travel to D1 and back as JSON, which knows neither infinity nor bytes.
function cellOf(value: unknown): Cell {
  if (value instanceof Uint8Array) return Array.from(value);
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value as Cell;
}

function boundOf(value: unknown): Bound {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (Array.isArray(value) && value.every(isByte)) return new Uint8Array(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return Uint8Array.from(value as Uint8Array);
  throw d1TypeError(value);
}

function isByte(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < 256;
}

const transactionWords = new Set(["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]);
const schemaWords = new Set(["CREATE", "DROP", "ALTER"]);

function changesSchema(sql: string): boolean {
  return schemaWords.has(firstWord(sql));
}

function firstWord(sql: string): string {
  return /^(?:\s|--.*|\/\*[\s\S]*?\*\/)*(\w*)/.exec(sql)?.[1]?.toUpperCase() ?? "";
}

/** SQLite would leave everything after the first statement undone without a word. */
function refuseMore(sql: string, { sourceSQL }: StatementSync): void {
  if (sql.slice(sourceSQL.length).trim() === "") return;
  throw new Error(`D1 on SQLite runs one statement at a time: ${sql}`);
}

/** How many values the statement wants: SQLite takes a missing one for NULL, D1 refuses. */
function countParameters(sql: string): number {
  const tokens = /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--.*|\/\*[\s\S]*?\*\/|\?(\d*)/g;
  let count = 0;
  for (const [, number] of sql.matchAll(tokens)) {
    if (number === undefined) continue;
    count = number === "" ? count + 1 : Math.max(count, Number(number));
  }
  return count;
}
