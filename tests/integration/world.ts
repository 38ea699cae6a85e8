// Everything around the app that a test needs, none of it a mock of our own: the use cases run against a real local D1
// and, in this process, the Google sandbox.
import { createExecutionContext, createMessageBatch, env, getQueueResult } from "cloudflare:test";
import { onTestFinished } from "vitest";
import { runScheduled } from "#app/cron/run-scheduled.server.ts";
import { randomBase64Url, randomHex } from "#app/crypto/bytes.server.ts";
import { type Env, readEnv } from "#app/env.server.ts";
import { createGoogle } from "#app/google/google.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { consumeSyncMessages } from "#app/queue/consumer.server.ts";
import { openDatabase } from "#db/database.server.ts";
import type { NewAccount } from "#google-sandbox/accounts.ts";
import { createGoogleSandbox, type GoogleSandbox } from "#google-sandbox/sandbox.ts";
import { SECRET_PREFIX, secretsIn } from "../told-secrets.ts";
import { type Clock, createClock } from "./clock.ts";
import { createRecordedQueue, type QueuedMessage, type RecordedQueue } from "./recorded-queue.ts";
import { type D1Watch, watchDatabase, wipe } from "./watched-database.ts";

/** A Monday; in Berlin it is eight in the morning. */
const MONDAY = Date.parse("2026-11-02T07:00:00Z");
const MINUTE_MS = 60_000;

export interface World {
  sandbox: GoogleSandbox;
  clock: Clock;
  queue: RecordedQueue;
  /** A Worker in good health. */
  context: AppContext;
  /** One more Worker on the same data: watched, or failing. */
  worker: (faults?: WorkerFaults) => Worker;
  /** Resolves when the work behind the answers of `context` is done. */
  settle: () => Promise<void>;
  /** Delivers the queue's messages that are due. */
  deliver: () => Promise<void>;
  runCron: () => Promise<void>;
  /** Lets time pass as in production: messages come when they are due, cron each minute. */
  passTime: (ms: number) => Promise<void>;
}

export interface WorkerFaults {
  database?: D1Watch;
  google?: (send: () => Promise<Response>, request: Request) => Promise<Response>;
  queue?: <T>(send: () => Promise<T>) => Promise<T>;
  env?: Partial<Env>;
}

export interface Worker {
  context: AppContext;
  settle: () => Promise<void>;
}

export interface WorldOptions {
  accounts?: NewAccount[];
  /** Watches the Worker in good health, whom queue and cron call too. */
  database?: D1Watch;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  await wipe(env.DB);
  const clock = createClock(MONDAY);
  const queue = createRecordedQueue(clock);
  const sandbox = createGoogleSandbox({
    now: clock.now,
    sleep: clock.sleep,
    clientId: env.GOOGLE_CLIENT_ID,
    clientSecret: env.GOOGLE_CLIENT_SECRET,
    redirectOrigin: env.APP_ORIGIN,
    accounts: options.accounts,
  });
  const worker = (faults: WorkerFaults = {}) => startWorker({ sandbox, clock, queue }, faults);
  const healthy = worker({ database: options.database });
  onTestFinished(healthy.settle);

  const deliver = async () => {
    const due = queue.takeDue();
    for (const name of new Set(due.map((message) => message.queue))) {
      const messages = due.filter((message) => message.queue === name);
      await deliverBatch(queue, healthy.context, name, messages);
    }
    await healthy.settle();
  };
  const runCron = async () => {
    await runScheduled(healthy.context);
    await healthy.settle();
  };

  return {
    sandbox,
    clock,
    queue,
    worker,
    ...healthy,
    deliver,
    runCron,
    passTime: async (ms) => {
      const end = clock.now() + ms;
      for (;;) {
        const nextMinute = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
        const next = Math.max(
          Math.min(nextMinute, queue.nextDueAt() ?? Number.POSITIVE_INFINITY),
          clock.now(),
        );
        if (next > end) break;
        await clock.moveTo(next);
        await deliver();
        if (next === nextMinute) await runCron();
      }
      await clock.moveTo(end);
    },
  };
}

function startWorker(
  { sandbox, clock, queue }: Pick<World, "sandbox" | "clock" | "queue">,
  faults: WorkerFaults,
): Worker {
  const background: Promise<unknown>[] = [];
  const toQueue = faults.queue ?? ((send) => send());
  const binding: Queue = {
    ...queue.binding,
    send: (...message) => toQueue(() => queue.binding.send(...message)),
    sendBatch: (...messages) => toQueue(() => queue.binding.sendBatch(...messages)),
  };
  const readable = readEnv({
    ...env,
    DB: watchDatabase(env.DB, faults.database ?? {}),
    SYNC_QUEUE: binding,
  });
  const ownEnv = { ...readable, ...faults.env };
  const askGoogle = (input: string, init?: RequestInit) => {
    const told = secretsIn(input);
    if (told.length > 0) throw new Error(`an address tells ${told.join(" and ")}`);
    const send = () => sandbox.fetch(input, init);
    return faults.google ? faults.google(send, new Request(input, init)) : send();
  };
  return {
    context: {
      env: ownEnv,
      db: openDatabase(ownEnv.DB),
      google: createGoogle(ownEnv, askGoogle),
      now: clock.now,
      newId: () => randomHex(16),
      newSecret: () => SECRET_PREFIX + randomBase64Url(32),
      // The longest waits that jitter can bring.
      random: () => 0.999,
      waitUntil: (work) => void background.push(work),
      cspNonce: "",
    },
    settle: async () => {
      while (background.length > 0) await Promise.all(background.splice(0));
    },
  };
}

async function deliverBatch(
  queue: RecordedQueue,
  context: AppContext,
  name: string,
  messages: QueuedMessage[],
): Promise<void> {
  const batch = createMessageBatch(
    name,
    messages.map(({ id, body, attempts }) => ({
      id,
      body,
      attempts,
      timestamp: new Date(context.now()),
    })),
  );
  await consumeSyncMessages(context, batch);
  const result = await getQueueResult(batch, createExecutionContext());
  for (const { msgId } of result.retryMessages) {
    const message = messages.find(({ id }) => id === msgId);
    if (message) queue.giveBack(message);
  }
}
