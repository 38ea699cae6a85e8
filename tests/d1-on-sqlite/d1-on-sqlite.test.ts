// What D1 does, said of D1 itself (project "workerd") and of its stand-in (project "sqlite").
import { env } from "cloudflare:test";
import { beforeAll, expect, test } from "vitest";

const d1 = env.DB;

beforeAll(async () => {
  const statements = [
    `CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER CHECK (size < 100),
     kind TEXT NOT NULL DEFAULT 'kind') STRICT`,
    "CREATE TABLE parts (thing_id INTEGER NOT NULL REFERENCES things(id), name TEXT) STRICT",
    "CREATE TABLE keyed (name TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE loose (value)",
    "CREATE TABLE log (value)",
    `CREATE TRIGGER things_are_refused BEFORE INSERT ON things WHEN NEW.name = 'taken'
     BEGIN SELECT RAISE(ABORT, 'slot_taken'); END`,
    `CREATE TRIGGER things_fail_halfway BEFORE INSERT ON loose WHEN NEW.value = 'fail'
     BEGIN SELECT RAISE(FAIL, 'failed'); END`,
    "CREATE TRIGGER loose_is_logged AFTER INSERT ON loose BEGIN INSERT INTO log VALUES (1), (2); END",
  ];
  await d1.batch(statements.map((sql) => d1.prepare(sql)));
  await d1.prepare("INSERT INTO things (id, name, size) VALUES (1, 'one', 1), (2, 'two', 2)").run();
  await d1.prepare("INSERT INTO parts VALUES (1, 'part'), (1, NULL)").run();
});

const all = async (sql: string, ...values: unknown[]) =>
  (
    await d1
      .prepare(sql)
      .bind(...values)
      .all()
  ).results;

const firstOf = async (sql: string, ...values: unknown[]) => (await all(sql, ...values))[0];

/** What is thrown, without the place in the SQL, which node:sqlite does not tell. */
async function thrown(work: () => unknown): Promise<{ message: string; cause: string }> {
  try {
    await work();
  } catch (error) {
    const { message, cause } = error as Error;
    const withoutPlace = (text: string) => text.replace(/ at offset \d+/, "");
    return {
      message: withoutPlace(message),
      cause: withoutPlace(String((cause as Error | undefined)?.message)),
    };
  }
  throw new Error("nothing was thrown");
}

const placeholders = (count: number) => Array.from({ length: count }, () => "?").join(", ");
const selects = (count: number) => Array.from({ length: count }, () => "SELECT 1").join(" UNION ");
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

// ---------------------------------------------------------------- values

test("numbers are bound as floating point, and come back as numbers", async () => {
  const sql = "SELECT ? AS value, typeof(?1) AS type, ?1 / 2 AS half";
  expect(await firstOf(sql, 5)).toEqual({ value: 5, type: "real", half: 2.5 });
  const now = Date.UTC(2026, 11, 1);
  expect(await firstOf(sql, now)).toEqual({ value: now, type: "real", half: now / 2 });
  expect(await firstOf(sql, 1.5)).toMatchObject({ value: 1.5 });
});

test("an INTEGER column stores a whole number as one and a TEXT column spells it as floating point", async () => {
  const row = await firstOf(
    "INSERT INTO things (name, size) VALUES (?, ?) RETURNING name, size, typeof(size) AS type",
    7,
    7,
  );
  expect(row).toEqual({ name: "7.0", size: 7, type: "integer" });
});

test("a column without a type keeps the floating point", async () => {
  const row = await firstOf(
    "INSERT INTO loose VALUES (?) RETURNING value, typeof(value) AS type",
    5,
  );
  expect(row).toEqual({ value: 5, type: "real" });
});

test.each([
  [true, 1],
  [false, 0],
  [null, null],
  ["text 'quoted' \u{1f600}", "text 'quoted' \u{1f600}"],
  ["", ""],
  ["a\0b", "a\0b"],
  [-0, 0],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
])("%j is bound and read as %j", async (bound, read) => {
  expect(await firstOf("SELECT ? AS value", bound)).toStrictEqual({ value: read });
});

test("an infinity that SQL makes is read as null", async () => {
  expect(await firstOf("SELECT 9e999 AS value")).toEqual({ value: null });
});

test.each([
  ["an array of bytes", [1, 2, 255], [1, 2, 255]],
  ["an empty array", [], []],
  ["an ArrayBuffer", new Uint8Array([1, 2]).buffer, [1, 2]],
  ["a typed array", new Uint8Array([0, 255]), [0, 255]],
])("%s is stored as a blob and read as an array of bytes", async (_, bound, read) => {
  const sql = "INSERT INTO loose VALUES (?) RETURNING value, typeof(value) AS type";
  expect(await firstOf(sql, bound)).toStrictEqual({ value: read, type: "blob" });
  expect(await d1.prepare("SELECT value FROM loose WHERE value = ?").bind(bound).raw()).toEqual([
    [read],
  ]);
  await d1.prepare("DELETE FROM loose").run();
});

test.each([
  ["undefined", undefined, "Type 'undefined' not supported for value 'undefined'"],
  ["an object", { a: 1 }, "Type 'object' not supported for value '[object Object]'"],
  ["an array of anything else", ["a", 1], "Type 'object' not supported for value 'a,1'"],
  ["a bigint", 1n, "Type 'bigint' not supported for value '1'"],
])("%s is refused when it is bound", async (_, value, message) => {
  expect(await thrown(() => d1.prepare("SELECT ?").bind(value))).toEqual({
    message: `D1_TYPE_ERROR: ${message}`,
    cause: message,
  });
});

// ---------------------------------------------------------------- parameters

test("numbered parameters take their value by number, plain ones by order", async () => {
  expect(await firstOf("SELECT ?2 AS a, ?1 AS b, ?2 AS c", 1, 2)).toEqual({ a: 2, b: 1, c: 2 });
  expect(await firstOf("SELECT ?3 AS a", 1, 2, 3)).toEqual({ a: 3 });
  expect(await firstOf("SELECT ?2 AS a, ? AS b", 1, 2, 3)).toEqual({ a: 2, b: 3 });
});

test("a statement is bound anew without a trace of the values before", async () => {
  const statement = d1.prepare("SELECT ? AS value");
  const [one, two] = [statement.bind(1), statement.bind(2)];
  expect(await one.first("value")).toBe(1);
  expect(await two.bind(3).first("value")).toBe(3);
  expect(await two.first("value")).toBe(2);
});

test.each([
  ["SELECT ?, ?", [1]],
  ["SELECT ?", []],
  ["SELECT ?", [1, 2]],
  ["SELECT ?3", [1]],
  ["SELECT 1", [1]],
])("%s with the values %j is refused, not filled up with nulls", async (sql, values) => {
  expect(await thrown(() => all(sql, ...values))).toMatchObject({
    message: "D1_ERROR: Wrong number of parameter bindings for SQL query.",
  });
});

test("a question mark in a text, a name or a comment is no parameter", async () => {
  const sql = `SELECT '?''?' AS a, ? AS "b?", [value?] AS c /* ? */ -- ?
    FROM (SELECT 1 AS "value?")`;
  expect(await firstOf(sql, 2)).toEqual({ a: "?'?", "b?": 2, c: 1 });
});

test("a statement takes 100 parameters, and not 101", async () => {
  expect(await all(`SELECT 1 AS a WHERE 99 IN (${placeholders(100)})`, ...numbers(100))).toEqual([
    { a: 1 },
  ]);
  const tooMany = () => all(`SELECT 1 WHERE 1 IN (${placeholders(101)})`, ...numbers(101));
  expect(await thrown(tooMany)).toMatchObject({
    message: "D1_ERROR: too many SQL variables: SQLITE_ERROR",
  });
  expect(await thrown(() => all("SELECT ?101", ...numbers(101)))).toMatchObject({
    message: "D1_ERROR: variable number must be between ?1 and ?100: SQLITE_ERROR",
  });
});

// ---------------------------------------------------------------- shapes of answers

test("all and run give rows as objects, whatever the statement", async () => {
  const rows = [
    { id: 1, name: "one" },
    { id: 2, name: "two" },
  ];
  const select = "SELECT id, name FROM things WHERE id < 3 ORDER BY id";
  expect(await d1.prepare(select).all()).toMatchObject({ success: true, results: rows });
  expect(await d1.prepare(select).run()).toMatchObject({ success: true, results: rows });
  expect((await d1.prepare("UPDATE things SET size = 1 WHERE id = 1").run()).results).toEqual([]);
  const returning = "UPDATE things SET size = 3 WHERE id < 3 RETURNING id, name";
  expect((await d1.prepare(returning).run()).results).toEqual(rows);
  expect(Object.getPrototypeOf((await d1.prepare(select).all()).results[0])).toBe(Object.prototype);
});

test("first gives the first row, or one column of it, or null when there is none", async () => {
  const sql = "SELECT id, name FROM things WHERE id < ? ORDER BY id";
  expect(await d1.prepare(sql).bind(3).first()).toEqual({ id: 1, name: "one" });
  expect(await d1.prepare(sql).bind(3).first("name")).toBe("one");
  expect(await d1.prepare(sql).bind(0).first()).toBeNull();
  expect(await d1.prepare(sql).bind(0).first("name")).toBeNull();
  expect(await d1.prepare(sql).bind(0).first("nobody")).toBeNull();
  expect(await d1.prepare("SELECT NULL AS a").first("a")).toBeNull();
  expect(await thrown(() => d1.prepare(sql).bind(3).first("nobody"))).toEqual({
    message: "D1_COLUMN_NOTFOUND: Column not found (nobody)",
    cause: "Column not found",
  });
});

test("first of a statement that writes carries all of it out", async () => {
  const written = d1.prepare("UPDATE things SET size = 9 WHERE id < 3 RETURNING id");
  expect(await written.first()).toEqual({ id: 1 });
  expect(await all("SELECT size FROM things WHERE id < 3")).toEqual([{ size: 9 }, { size: 9 }]);
});

test("of columns with one name an object keeps the last, and raw keeps both", async () => {
  const join = `SELECT t.name, p.name, t.id FROM things t LEFT JOIN parts p ON p.thing_id = t.id
    WHERE t.id < 3 ORDER BY t.id, p.name`;
  expect((await all(join)).map((row) => Object.entries(row as object))).toEqual([
    [
      ["name", null],
      ["id", 1],
    ],
    [
      ["name", "part"],
      ["id", 1],
    ],
    [
      ["name", null],
      ["id", 2],
    ],
  ]);
  const rows = [
    ["one", null, 1],
    ["one", "part", 1],
    ["two", null, 2],
  ];
  expect(await d1.prepare(join).raw()).toEqual(rows);
  expect(await d1.prepare(join).raw({ columnNames: true })).toEqual([
    ["name", "name", "id"],
    ...rows,
  ]);
});

test("raw of nothing is empty but for the names that were asked for", async () => {
  const none = d1.prepare("SELECT id, name FROM things WHERE id = 0");
  expect(await none.raw()).toEqual([]);
  expect(await none.raw({ columnNames: true })).toEqual([["id", "name"]]);
  const write = d1.prepare("UPDATE things SET size = 1 WHERE id = 0");
  expect(await write.raw({ columnNames: true })).toEqual([[]]);
});

test("a column that was added is seen by a statement that ran before", async () => {
  const sql = "SELECT * FROM growing";
  await d1.batch([
    d1.prepare("CREATE TABLE growing (a)"),
    d1.prepare("INSERT INTO growing VALUES (1)"),
  ]);
  expect(await all(sql)).toEqual([{ a: 1 }]);
  const added = await d1.batch([
    d1.prepare("ALTER TABLE growing ADD COLUMN b DEFAULT 2"),
    d1.prepare(sql),
  ]);
  expect(added[1]?.results).toEqual([{ a: 1, b: 2 }]);
  const broken = [
    d1.prepare("ALTER TABLE growing ADD COLUMN c"),
    d1.prepare(sql),
    d1.prepare("NO"),
  ];
  await thrown(() => d1.batch(broken));
  expect(await all(sql)).toEqual([{ a: 1, b: 2 }]);
});

// ---------------------------------------------------------------- what the answer says of the write

test("changes counts the rows of the statement and of its triggers, and last_row_id is the connection's", async () => {
  const meta = async (sql: string) => {
    const { changes, last_row_id, changed_db } = (await d1.prepare(sql).run()).meta;
    return { changes, last_row_id, changed_db };
  };
  const inserted = await meta("INSERT INTO things (id, name) VALUES (50, 'x'), (51, 'y')");
  expect(inserted).toEqual({ changes: 2, last_row_id: 51, changed_db: true });
  const unchanged = { changes: 0, last_row_id: 51, changed_db: false };
  expect(await meta("SELECT * FROM things")).toEqual(unchanged);
  expect(await meta("UPDATE things SET size = 1 WHERE id = 0")).toEqual(unchanged);
  expect(await meta("INSERT INTO things (name) VALUES ('x') ON CONFLICT DO NOTHING")).toEqual(
    unchanged,
  );
  expect(await meta("INSERT INTO keyed VALUES ('k')")).toMatchObject({ changes: 1 });
  expect(await meta("INSERT OR REPLACE INTO things (id, name) VALUES (50, 'z')")).toMatchObject({
    changes: 1,
  });
  expect(await meta("INSERT INTO loose VALUES (1)")).toMatchObject({ changes: 3 });
  expect(await meta("DELETE FROM things WHERE id IN (50, 51)")).toMatchObject({ changes: 2 });
});

// ---------------------------------------------------------------- errors

test.each([
  ["INSERT INTO things (name) VALUES ('taken')", "slot_taken", "TRIGGER"],
  ["INSERT INTO things (name) VALUES ('one')", "UNIQUE constraint failed: things.name", "UNIQUE"],
  ["INSERT INTO things (id) VALUES (1)", "UNIQUE constraint failed: things.id", "PRIMARYKEY"],
  ["INSERT INTO keyed VALUES ('a'), ('a')", "UNIQUE constraint failed: keyed.name", "PRIMARYKEY"],
  ["INSERT INTO things (kind) VALUES (NULL)", "NOT NULL constraint failed: things.kind", "NOTNULL"],
  ["INSERT INTO things (size) VALUES (100)", "CHECK constraint failed: size < 100", "CHECK"],
  ["INSERT INTO parts VALUES (99, '')", "FOREIGN KEY constraint failed", "FOREIGNKEY"],
  ["DELETE FROM things WHERE id = 1", "FOREIGN KEY constraint failed", "FOREIGNKEY"],
  [
    "INSERT INTO things (size) VALUES ('x')",
    "cannot store TEXT value in INTEGER column things.size",
    "DATATYPE",
  ],
])("%s is refused with '%s', whichever way it is run", async (sql, message, kind) => {
  const cause = `${message}: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_${kind})`;
  const error = { message: `D1_ERROR: ${cause}`, cause };
  const statement = d1.prepare(sql);
  expect(await thrown(() => statement.run())).toEqual(error);
  expect(await thrown(() => statement.all())).toEqual(error);
  expect(await thrown(() => statement.first())).toEqual(error);
  expect(await thrown(() => statement.raw())).toEqual(error);
  expect(await thrown(() => d1.batch([d1.prepare("SELECT 1"), statement]))).toEqual(error);
});

test.each([
  ["SELEC 1", 'near "SELEC": syntax error: SQLITE_ERROR'],
  ["SELECT * FROM", "incomplete input: SQLITE_ERROR"],
  ["SELECT * FROM nowhere", "no such table: nowhere: SQLITE_ERROR"],
  ["SELECT nobody FROM things", "no such column: nobody: SQLITE_ERROR"],
  ["SELECT json('{')", "malformed JSON: SQLITE_ERROR"],
  ["SELECT abs(-9223372036854775808)", "integer overflow: SQLITE_ERROR"],
  ["", "No SQL statements detected."],
  ["-- nothing", "SQL code did not contain a statement."],
  ["VACUUM", "cannot VACUUM from within a transaction: SQLITE_ERROR"],
])("the error of '%s' is '%s'", async (sql, cause) => {
  expect(await thrown(() => d1.prepare(sql).run())).toEqual({
    message: `D1_ERROR: ${cause}`,
    cause,
  });
});

test.each(["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a", "RELEASE a"])(
  "%s is refused: only a batch is a transaction",
  async (sql) => {
    const { message } = await thrown(() => d1.prepare(sql).run());
    expect(message).toContain("D1_ERROR: To execute a transaction, please use the state.storage");
  },
);

test("nothing is looked at before a statement runs", () => {
  expect(() => d1.prepare("SELEC").bind(1, 2)).not.toThrow();
});

test.each([
  ["a long pattern", `SELECT 1 LIKE '${"a".repeat(51)}'`, "LIKE or GLOB pattern too complex"],
  ["six selects in one", selects(6), "too many terms in compound SELECT"],
  ["101 columns", `SELECT ${numbers(101).join(", ")}`, "too many columns in result set"],
  [
    "a deep expression",
    `SELECT ${numbers(150).join(" + ")}`,
    "Expression tree is too large (maximum depth 100)",
  ],
  ["128 arguments", `SELECT max(${numbers(128).join(", ")})`, "too many arguments on function max"],
])("%s is beyond what D1 takes", async (_, sql, message) => {
  const { cause } = await thrown(() => d1.prepare(sql).run());
  expect(cause).toBe(`${message}: SQLITE_ERROR`);
});

test("a statement is 100 kB at most", async () => {
  const ofLength = (length: number) => d1.prepare("SELECT 1".padEnd(length));
  expect(await ofLength(100_000).raw()).toEqual([[1]]);
  const { cause } = await thrown(() => ofLength(100_001).run());
  expect(cause).toMatch(/: SQLITE_TOOBIG$/);
});

test("a text in double quotes is a text when no column has that name", async () => {
  expect(await all('SELECT name FROM things WHERE name = "one"')).toEqual([{ name: "one" }]);
});

// ---------------------------------------------------------------- transactions

const countLoose = () => d1.prepare("SELECT count(*) AS count FROM loose").first("count");

test("a batch is carried out in order, with one answer for each statement", async () => {
  await d1.prepare("DELETE FROM loose").run();
  const [first, second, third] = await d1.batch([
    d1.prepare("INSERT INTO loose VALUES (?)").bind("a"),
    d1.prepare("INSERT INTO loose VALUES (?) RETURNING value").bind("b"),
    d1.prepare("SELECT value FROM loose ORDER BY value"),
  ]);
  expect(first).toMatchObject({ success: true, results: [], meta: { changes: 3 } });
  expect(second).toMatchObject({ results: [{ value: "b" }], meta: { changes: 3 } });
  expect(third).toMatchObject({ results: [{ value: "a" }, { value: "b" }], meta: { changes: 0 } });
});

test("a batch is carried out whole or not at all, also when a statement is wrong or lacks a value", async () => {
  const before = await countLoose();
  const writing = d1.prepare("INSERT INTO loose VALUES (1)");
  await thrown(() => d1.batch([writing, d1.prepare("INSERT INTO things (id) VALUES (1)")]));
  await thrown(() => d1.batch([writing, d1.prepare("SELEC")]));
  await thrown(() => d1.batch([writing, d1.prepare("SELECT ?")]));
  await thrown(() => d1.batch([writing, d1.prepare("BEGIN")]));
  expect(await countLoose()).toBe(before);
  await writing.run();
  expect(await countLoose()).toBe(Number(before) + 1);
});

test("a single statement is carried out whole or not at all, even when a trigger lets it fail halfway", async () => {
  const before = await countLoose();
  await thrown(() => d1.prepare("INSERT INTO loose VALUES ('kept?'), ('fail')").run());
  expect(await countLoose()).toBe(before);
});

test("an empty batch is refused", async () => {
  expect(await thrown(() => d1.batch([]))).toMatchObject({
    message: "D1_ERROR: No SQL statements detected.",
  });
});

test("foreign keys are on for good, and can wait for the end of a batch", async () => {
  await d1.prepare("PRAGMA foreign_keys = off").run();
  expect(await firstOf("PRAGMA foreign_keys")).toEqual({ foreign_keys: 1 });
  await d1.batch([
    d1.prepare("PRAGMA defer_foreign_keys = on"),
    d1.prepare("INSERT INTO parts VALUES (500, '')"),
    d1.prepare("INSERT INTO things (id) VALUES (500)"),
  ]);
  expect(await firstOf("PRAGMA defer_foreign_keys")).toEqual({ defer_foreign_keys: 0 });
  expect(await all("SELECT * FROM parts WHERE thing_id = 500")).toHaveLength(1);
});

test("exec runs one statement per line", async () => {
  const before = Number(await countLoose());
  const sql = "INSERT INTO loose VALUES (1)\n\nINSERT INTO loose VALUES (2)\n";
  expect(await d1.exec(sql)).toMatchObject({ count: 2 });
  expect(await countLoose()).toBe(before + 2);
  const message = `Error in line 1: INSERT INTO loose VALUES (1): near "SELEC": syntax error: SQLITE_ERROR`;
  expect(await thrown(() => d1.exec("INSERT INTO loose VALUES (1)\nSELEC"))).toEqual({
    message: `D1_EXEC_ERROR: ${message}`,
    cause: message,
  });
  expect(await countLoose()).toBe(before + 2);
});

test("statements that are begun at once are all carried out", async () => {
  await d1.prepare("DELETE FROM loose").run();
  const inserts = numbers(20).map((n) => d1.prepare("INSERT INTO loose VALUES (?)").bind(n).run());
  await Promise.all(inserts);
  expect(await countLoose()).toBe(20);
});
