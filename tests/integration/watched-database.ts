/** One exchange with D1: a single statement, or a batch of them. */
export interface D1Call {
  /** Its statements, joined by a semicolon. */
  sql: string;
}

/** What D1 says that a call has cost it, index entries included. */
export interface D1Rows {
  read: number;
  written: number;
}

/** What a test does around every call. What is thrown reaches the app as an error of D1's. */
export interface D1Watch {
  before?: (call: D1Call) => void | Promise<void>;
  /** D1 has done its work. What it cost may take a query more to know, so it is found out only when asked for. */
  after?: (call: D1Call, rows: () => Promise<D1Rows>) => void | Promise<void>;
}

/** What a Worker has asked of D1 so far. */
export interface D1Costs extends D1Rows {
  calls: number;
}

/** Adds up what D1 says that the watched calls have cost. */
export function countCosts(): { watch: D1Watch; costs: D1Costs } {
  const costs = { calls: 0, read: 0, written: 0 };
  const watch: D1Watch = {
    after: async (_call, rows) => {
      // Several calls are under way at a time: to wait within a sum would lose what the others add meanwhile.
      const { read, written } = await rows();
      costs.calls += 1;
      costs.read += read;
      costs.written += written;
    },
  };
  return { watch, costs };
}

/** A D1 binding that hands everything on to the real one, under the eyes of a test. */
export function watchDatabase(inner: D1Database, watch: D1Watch): D1Database {
  const known = new WeakMap<D1PreparedStatement, { statement: D1PreparedStatement; sql: string }>();

  async function pass<T extends D1Result | D1Result[]>(sql: string, work: () => Promise<T>) {
    const call = { sql };
    await watch.before?.(call);
    const done = await work();
    await watch.after?.(call, async () => rowsOf(Array.isArray(done) ? done : [done]));
    return done;
  }

  function wrap(statement: D1PreparedStatement, sql: string): D1PreparedStatement {
    const all = () => pass(sql, () => statement.all());
    // Only `all` and `run` tell how many rows were written, so the others are made of it.
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), sql),
      run: () => pass(sql, () => statement.run()),
      all,
      first: async () => (await all()).results[0] ?? null,
      raw: async () => {
        if (/^\s*select/i.test(sql)) return rawOf(statement, sql);
        return (await all()).results.map((row) => Object.values(row));
      },
    } as unknown as D1PreparedStatement;
    known.set(wrapped, { statement, sql });
    return wrapped;
  }

  /** A join may name two columns alike, which objects can't hold. */
  async function rawOf(statement: D1PreparedStatement, sql: string) {
    await watch.before?.({ sql });
    const rows = await statement.raw();
    // It tells nothing of its cost, so the statement, which changes nothing, is run once more.
    await watch.after?.({ sql }, async () => rowsOf([await statement.all()]));
    return rows;
  }

  return {
    prepare: (sql: string) => wrap(inner.prepare(sql), sql),
    batch: (statements: D1PreparedStatement[]) => {
      const parts = statements.map((statement) => {
        const part = known.get(statement);
        if (!part) throw new Error("a statement of another database");
        return part;
      });
      return pass(parts.map(({ sql }) => sql).join(";\n"), () =>
        inner.batch(parts.map(({ statement }) => statement)),
      );
    },
  } as unknown as D1Database;
}

function rowsOf(results: D1Result[]): D1Rows {
  const sum = (count: (meta: D1Meta) => number) =>
    results.reduce((total, { meta }) => total + (count(meta) ?? 0), 0);
  return { read: sum((meta) => meta.rows_read), written: sum((meta) => meta.rows_written) };
}

/** Every row of every table, as text. */
export async function dump(database: D1Database): Promise<string> {
  const tables = await tableNames(database);
  const rows = await Promise.all(
    tables.map(async (name) => (await database.prepare(`SELECT * FROM "${name}"`).all()).results),
  );
  return JSON.stringify(Object.fromEntries(tables.map((name, at) => [name, rows[at]])), null, 1);
}

/** Empties all tables: each world begins with nobody in it. */
export async function wipe(database: D1Database): Promise<void> {
  const tables = await tableNames(database);
  await database.batch([
    database.prepare("PRAGMA defer_foreign_keys = on"),
    ...tables.map((name) => database.prepare(`DELETE FROM "${name}"`)),
  ]);
}

async function tableNames(database: D1Database): Promise<string[]> {
  const { results } = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all<{ name: string }>();
  return results.map(({ name }) => name).filter((name) => !/^(_|sqlite_|d1_)/.test(name));
}
