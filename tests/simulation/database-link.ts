// D1 as a Worker reaches it: over a network, some milliseconds away, and sometimes not at all.
import type { Faults } from "./faults.ts";
import type { Caller, Invocation } from "./invocation.ts";
import type { Random } from "./random.ts";
import type { Safeguards } from "./sabotage.ts";
import type { Trace } from "./trace.ts";

interface Wires {
  caller: Caller;
  faults: Faults;
  random: Random;
  trace: Trace;
  sabotage: Safeguards;
  /** D1 was written to, perhaps. */
  touched: () => void;
}

/** The D1 of one invocation. */
export function linkDatabase(d1: D1Database, invocation: Invocation, wires: Wires): D1Database {
  const link = new DatabaseLink(d1, invocation, wires);
  return link as unknown as D1Database;
}

class DatabaseLink {
  readonly d1: D1Database;
  readonly invocation: Invocation;
  readonly wires: Wires;

  constructor(d1: D1Database, invocation: Invocation, wires: Wires) {
    this.d1 = d1;
    this.invocation = invocation;
    this.wires = wires;
  }

  prepare(sql: string): LinkedStatement {
    const meant = this.wires.sabotage.sql(sql);
    return new LinkedStatement(this, meant, [], this.d1.prepare(meant));
  }

  async batch(statements: LinkedStatement[]): Promise<unknown> {
    const inner = statements.map((statement) => statement.inner);
    const results = await this.send(
      () => this.d1.batch(inner),
      () => `batch(${statements.map(inWords).join("; ")})`,
    );
    return results.map((result, at) => this.seen(statements[at] as LinkedStatement, result));
  }

  /** What came back, as the saboteur lets it be seen. */
  seen<T>({ sql }: LinkedStatement, result: D1Result<T>): D1Result<T> {
    return this.wires.sabotage.result(sql, result);
  }

  send<T>(act: () => Promise<T>, what: () => string): Promise<T> {
    const { caller, faults, random, trace, touched } = this.wires;
    const { invocation } = this;
    const fault = faults.database();
    const note = (how: () => string) => {
      if (trace.isOn) trace.note(invocation.name, `D1 ${what()} ${how()}`);
    };
    return caller.perform(invocation, {
      what: () => `D1 ${what()}`,
      there: random.between(1, 10),
      back: random.between(1, 10),
      act: async () => {
        if (fault === "before" || fault === "away") {
          invocation.isTroubled = true;
          note(() => "FAILS");
          throw d1Away();
        }
        touched();
        const result = await act().catch((error) => {
          note(() => `REFUSED ${error.message}`);
          throw error;
        });
        note(() => (fault ? "done, ANSWER LOST" : `-> ${summary(result)}`));
        if (!fault) return result;
        invocation.isTroubled = true;
        throw d1Away();
      },
    });
  }
}

class LinkedStatement {
  readonly link: DatabaseLink;
  readonly sql: string;
  readonly values: unknown[];
  readonly inner: D1PreparedStatement;

  constructor(link: DatabaseLink, sql: string, values: unknown[], inner: D1PreparedStatement) {
    this.link = link;
    this.sql = sql;
    this.values = values;
    this.inner = inner;
  }

  bind(...values: unknown[]): LinkedStatement {
    return new LinkedStatement(this.link, this.sql, values, this.inner.bind(...values));
  }

  first(...column: [string]): Promise<unknown> {
    return this.link.send(
      () => this.inner.first(...column),
      () => inWords(this),
    );
  }

  async all(): Promise<unknown> {
    return this.link.seen(
      this,
      await this.link.send(
        () => this.inner.all(),
        () => inWords(this),
      ),
    );
  }

  run(): Promise<unknown> {
    return this.link.send(
      () => this.inner.run(),
      () => inWords(this),
    );
  }

  raw(...options: [{ columnNames: true }]): Promise<unknown> {
    return this.link.send(
      () => this.inner.raw(...options),
      () => inWords(this),
    );
  }
}

/** As a broken connection shows itself (Cloudflare D1, "Network connection lost"). */
function d1Away(): Error {
  return new Error("D1_ERROR: Network connection lost.", {
    cause: new Error("Network connection lost."),
  });
}

function inWords({ sql, values }: LinkedStatement): string {
  const short = sql.replaceAll(/["`]/g, "").replace(/^(select ).*?( from )/is, "$1…$2");
  return `${short} ${JSON.stringify(values)}`;
}

function summary(result: unknown): string {
  return JSON.stringify(result, (key, value) => (key === "meta" ? undefined : value))?.slice(
    0,
    1500,
  );
}
