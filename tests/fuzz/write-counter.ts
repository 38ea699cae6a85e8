/** How many rows of each table were inserted, changed or deleted. */
export type Writes = Record<string, number>;

export interface WriteCounter {
  /** What was written since the last call, by table; nothing for those that were left alone. */
  sinceLast: () => Promise<Writes>;
}

const TABLE = "counted_writes";
const VERBS = ["INSERT", "UPDATE", "DELETE"];

/**
 * Lets the database itself count every write of a row, even one that changes nothing, by triggers; a write that is undone
 * is not counted.
 */
export async function createWriteCounter(d1: D1Database): Promise<WriteCounter> {
  const { results } = await d1
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all<{ name: string }>();
  const tables = results.map(({ name }) => name).filter((name) => !/^(_|sqlite_|d1_)/.test(name));
  await d1.prepare(`CREATE TABLE ${TABLE} (name TEXT PRIMARY KEY, n INTEGER NOT NULL)`).run();
  await d1.batch(
    tables.flatMap((name) => [
      d1.prepare(`INSERT INTO ${TABLE} VALUES ('${name}', 0)`),
      ...VERBS.map((verb) =>
        d1.prepare(
          `CREATE TRIGGER counted_${name}_${verb} AFTER ${verb} ON "${name}"
           BEGIN UPDATE ${TABLE} SET n = n + 1 WHERE name = '${name}'; END`,
        ),
      ),
    ]),
  );
  const all = d1.prepare(`SELECT name, n FROM ${TABLE}`);
  const read = async (): Promise<Writes> => {
    const { results } = await all.all<{ name: string; n: number }>();
    return Object.fromEntries(results.map(({ name, n }) => [name, n]));
  };
  let before = await read();
  return {
    sinceLast: async () => {
      const after = await read();
      const writes = writesBetween(before, after);
      before = after;
      return writes;
    },
  };
}

function writesBetween(before: Writes, after: Writes): Writes {
  const changed = Object.entries(after).filter(([name, n]) => n !== before[name]);
  return Object.fromEntries(changed.map(([name, n]) => [name, n - (before[name] ?? 0)]));
}
