// What only the stand-in does, so in the project "sqlite" alone.
import { readD1Migrations } from "@cloudflare/vitest-plugin";
import { expect, test } from "vitest";
import { createD1OnSqlite } from "./d1-on-sqlite.ts";
import { applyMigrations, readMigrations } from "./migrations.ts";

test("the migrations are the files and statements that wrangler finds", async () => {
  // Wrangler drops the closing semicolon and leaves drizzle's breakpoints in as comments.
  const bare = (sql: string) =>
    sql.replaceAll("--> statement-breakpoint", "").replace(/;\s*$/, "").trim();
  const shape = (migrations: { name: string; queries: string[] }[]) =>
    migrations.map(({ name, queries }) => ({ name, queries: queries.map(bare) }));
  expect(shape(readMigrations())).toEqual(shape(await readD1Migrations("migrations")));
});

test("a migration is applied once", async () => {
  const database = createD1OnSqlite();
  const migration = {
    name: "0000.sql",
    queries: ["CREATE TABLE a (a)", "INSERT INTO a VALUES (1)"],
  };
  await applyMigrations(database, [migration]);
  await applyMigrations(database, [migration]);
  expect(await database.prepare("SELECT * FROM a").all()).toMatchObject({ results: [{ a: 1 }] });
  database.close();
});

test("a second statement in one call is refused, since it would not be run", async () => {
  const database = createD1OnSqlite();
  const work = database.prepare("SELECT 1; SELECT 2").all();
  await expect(work).rejects.toThrow("one statement at a time");
  database.close();
});

test("a statement of another database is refused in a batch", async () => {
  const [one, other] = [createD1OnSqlite(), createD1OnSqlite()];
  await expect(one.batch([other.prepare("SELECT 1")])).rejects.toThrow("another database");
});

// D1 in workerd does not survive this one: it undoes the batch, too, but answers "internal error".
test("a batch that leaves a foreign key without its row is undone", async () => {
  const database = createD1OnSqlite();
  await database.exec("CREATE TABLE a (id PRIMARY KEY)\nCREATE TABLE b (a_id REFERENCES a(id))");
  const statements = ["PRAGMA defer_foreign_keys = on", "INSERT INTO b VALUES (1)"];
  const work = database.batch(statements.map((sql) => database.prepare(sql)));
  await expect(work).rejects.toThrow("D1_ERROR: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT");
  expect(await database.prepare("SELECT * FROM b").raw()).toEqual([]);
});

test("each call is answered by microtasks alone", async () => {
  const database = createD1OnSqlite();
  const answered: string[] = [];
  const note = (name: string) => () => answered.push(name);
  const statement = database.prepare("SELECT 1 AS a");
  void statement.all().then(note("all"));
  void statement.first().then(note("first"));
  void statement.raw().then(note("raw"));
  void database.batch([statement]).then(note("batch"));
  void database.exec("SELECT 1").then(note("exec"));
  for (let turn = 0; turn < 10; turn++) await null;
  expect(answered.sort()).toEqual(["all", "batch", "exec", "first", "raw"]);
  database.close();
});
