// The platform that the app runs on: Workers that come and go, a queue that wakes them, cron that knocks each minute.
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import { randomBase64Url, randomHex } from "#app/crypto/bytes.server.ts";
import type { Env } from "#app/env.server.ts";
import { createGoogle } from "#app/google/google.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { consumeSyncMessages } from "#app/queue/consumer.server.ts";
import { openDatabase } from "#db/database.server.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { Clock } from "./clock.ts";
import { linkDatabase } from "./database-link.ts";
import type { Faults } from "./faults.ts";
import type { Asked } from "./google-call.ts";
import { linkGoogle } from "./google-link.ts";
import { createCaller, type Invocation } from "./invocation.ts";
import type { Ledger } from "./ledger.ts";
import { createQueues, type Delivery, understoodBy } from "./queue.ts";
import type { Random } from "./random.ts";
import type { Safeguards } from "./sabotage.ts";
import type { Trace } from "./trace.ts";

/** What whoever asked a Worker gets. */
export type Served<T> =
  | { kind: "answered"; value: T }
  /** It threw: an error page. */
  | { kind: "failed"; error: unknown }
  /** It died, or said nothing for so long that nobody waits any more. */
  | { kind: "silent" };

export interface Machine {
  serve: <T>(name: string, work: (context: AppContext) => Promise<T>) => Promise<Served<T>>;
  /** One knock of cron; nothing when cron is silent. */
  runCron: () => void;
  /** How many invocations there were so far. */
  started: () => number;
  /** What is deployed; an object of its own for each deployment. */
  deploy: (env: Env) => void;
  env: () => Env;
  /** While true, about half of the Workers are of a newer version. */
  setVersions: (areMixed: boolean) => void;
}

interface Wires {
  clock: Clock;
  d1: D1Database;
  sandbox: GoogleSandbox;
  faults: Faults;
  random: Random;
  trace: Trace;
  ledger: Ledger;
  sabotage: Safeguards;
  env: Env;
  touched: () => void;
  sleptOver?: (asked: Asked) => unknown;
}

const SECOND_MS = 1_000;
/** Cloudflare lets work go on for so long behind an answer (Workers limits, `waitUntil`)… */
const BEHIND_ANSWER_MS = 30 * SECOND_MS;
/** …and a queue consumer or cron for so long altogether. */
const LONGEST_RUN_MS = 900 * SECOND_MS;
const PATIENCE_OF_PEOPLE_MS = 100 * SECOND_MS;

export function createMachine(wires: Wires): Machine {
  const { clock, d1, faults, random, trace } = wires;
  const caller = createCaller(clock, faults, random, trace);
  let deployed = wires.env;
  let areVersionsMixed = false;
  let lastNumber = 0;

  const startInvocation = (name: string): Invocation => ({
    name: `${name} ${++lastNumber}`,
    version: areVersionsMixed && random.chance(0.5) ? 2 : 1,
    isDead: false,
    pausedUntil: 0,
    isTroubled: false,
    hasSlept: false,
    onDeath: [],
  });

  /** Runs something in an invocation until it is done, work behind the answer included. */
  const run = <T>(
    invocation: Invocation,
    work: (context: AppContext) => Promise<T>,
    answered: (served: Served<T>) => void,
    lifetime: (hasAnswered: boolean) => number,
  ) => {
    const background: Promise<unknown>[] = [];
    let isOver = false;
    invocation.onDeath.push(() => {
      isOver = true;
      answered({ kind: "silent" });
    });

    const limit = (hasAnswered: boolean) => {
      const ms = lifetime(hasAnswered);
      if (ms === Number.POSITIVE_INFINITY) return;
      // Whoever sleeps is not told that its time is up.
      const asleep = Math.max(0, invocation.pausedUntil - clock.now());
      clock.after(ms + asleep, () => {
        if (!isOver && invocation.pausedUntil <= clock.now())
          caller.kill(invocation, "(its time is up)");
      });
    };
    const finish = async (served: Served<T>) => {
      if (invocation.isDead) return;
      answered(served);
      limit(true);
      while (background.length > 0) await Promise.allSettled(background.splice(0));
      isOver = true;
    };

    limit(false);
    const context = contextOf(invocation, (more) => void background.push(more));
    work(context).then(
      (value) => finish({ kind: "answered", value }),
      (error) => finish({ kind: "failed", error }),
    );
  };

  const contextOf = (invocation: Invocation, waitUntil: AppContext["waitUntil"]): AppContext => {
    const env: Env = {
      ...deployed,
      DB: linkDatabase(d1, invocation, { ...wires, caller }),
      SYNC_QUEUE: queues.bindingOf(invocation),
    };
    return {
      env,
      db: openDatabase(env.DB),
      google: createGoogle(env, linkGoogle(invocation, { ...wires, caller })),
      now: clock.now,
      newId: () => randomHex(16),
      newSecret: () => randomBase64Url(32),
      random: random.next,
      waitUntil,
      cspNonce: "",
    };
  };

  const deliver = ({ queue, message, end }: Delivery) => {
    const invocation = startInvocation(queue.endsWith("dead") ? "dead letter" : "queue");
    if (trace.isOn) trace.note(invocation.name, `wakes for ${JSON.stringify(message.body)}`);
    const body = understoodBy(invocation.version, message.body);
    const seen = { ...message, body } as Message;
    const batch = { queue, messages: [seen] } as unknown as MessageBatch;
    run(
      invocation,
      (context) => consumeSyncMessages(context, batch),
      once((served) => end(served.kind === "answered")),
      (hasAnswered) => (hasAnswered ? BEHIND_ANSWER_MS : LONGEST_RUN_MS),
    );
  };

  const queues = createQueues({ clock, caller, faults, random, trace, deliver });

  return {
    serve: (name, work) =>
      new Promise((resolve) => {
        const invocation = startInvocation(name);
        run(invocation, work, resolve, (hasAnswered) =>
          hasAnswered ? BEHIND_ANSWER_MS : Number.POSITIVE_INFINITY,
        );
        clock.after(PATIENCE_OF_PEOPLE_MS, () => resolve({ kind: "silent" }));
      }),
    runCron: () => {
      if (faults.isCronSilent()) return;
      run(startInvocation("cron"), runScheduled, noted(trace), () => LONGEST_RUN_MS);
    },
    started: () => lastNumber,
    deploy: (env) => {
      deployed = env;
    },
    env: () => deployed,
    setVersions: (areMixed) => {
      areVersionsMixed = areMixed;
    },
  };
}

function once<A>(act: (argument: A) => void): (argument: A) => void {
  let isDone = false;
  return (argument) => {
    if (isDone) return;
    isDone = true;
    act(argument);
  };
}

function noted(trace: Trace) {
  return (served: Served<void>) => {
    if (trace.isOn && served.kind !== "answered") trace.note("cron", served.kind);
  };
}
