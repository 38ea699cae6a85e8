import type { Random } from "../simulation/random.ts";

const MOST_TURNS = 6;

/**
 * A D1 binding whose calls take a random number of turns to arrive, so that calls made together overtake each other as
 * they do on a network. Over node:sqlite, which answers in the order of asking, that is what makes a race.
 */
export function unsteady(inner: D1Database, random: Random): D1Database {
  const known = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

  const late = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let turns = random.between(0, MOST_TURNS); turns > 0; turns--) await nextTurn();
    return work();
  };

  function wrap(statement: D1PreparedStatement): D1PreparedStatement {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: () => late(() => statement.run()),
      all: () => late(() => statement.all()),
      first: (column?: string) =>
        late(() => (column === undefined ? statement.first() : statement.first(column))),
      raw: () => late(() => statement.raw()),
    } as unknown as D1PreparedStatement;
    known.set(wrapped, statement);
    return wrapped;
  }

  return {
    prepare: (sql: string) => wrap(inner.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      late(() => inner.batch(statements.map((statement) => known.get(statement) ?? statement))),
  } as unknown as D1Database;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
