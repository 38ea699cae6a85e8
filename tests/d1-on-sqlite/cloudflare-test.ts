// What the tests of db/ import as "cloudflare:test", in the project "sqlite": the same names over node:sqlite.
import { createD1OnSqlite } from "./d1-on-sqlite.ts";
import { applyMigrations, readMigrations } from "./migrations.ts";

export const env = { DB: createD1OnSqlite(), TEST_MIGRATIONS: readMigrations() };

export const applyD1Migrations = applyMigrations;
