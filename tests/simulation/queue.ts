// The queues: they lose, double, delay and reorder, and redeliver what nobody acknowledged.
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Caller, Invocation } from "./invocation.ts";
import type { Random } from "./random.ts";
import type { Trace } from "./trace.ts";

export const SYNC_QUEUE = "slotkeeper-sync";
export const DEAD_LETTERS = "slotkeeper-sync-dead";

/** `max_retries` in wrangler.toml. */
const MOST_RETRIES = 3;
const RETRY_AFTER_MS = 30_000;
const MINUTE_MS = 60_000;

interface Waiting {
  queue: string;
  id: string;
  body: unknown;
  attempts: number;
}

export interface Queues {
  /** The binding of one invocation. */
  bindingOf: (invocation: Invocation) => Queue;
}

/** What a consumer did with a message; null: neither acknowledged nor given back. */
export interface Delivery {
  queue: string;
  message: Message;
  /** Tells the queue what became of it, at the end of the invocation. */
  end: (hasReturned: boolean) => void;
}

interface Wires {
  clock: Clock;
  caller: Caller;
  faults: Faults;
  random: Random;
  trace: Trace;
  deliver: (delivery: Delivery) => void;
}

export function createQueues({ clock, caller, faults, random, trace, deliver }: Wires): Queues {
  let lastId = 0;

  const accept = (message: Omit<Waiting, "id">, delayMs: number) => {
    const waiting = { ...message, id: `m${++lastId}` };
    // Batches are collected for a second; concurrent consumers overtake each other.
    clock.after(delayMs + random.between(0, 2_000), () => deliver(deliveryOf(waiting)));
  };

  const giveBack = ({ queue, body, attempts }: Waiting, delayMs: number) => {
    if (attempts <= MOST_RETRIES) accept({ queue, body, attempts: attempts + 1 }, delayMs);
    else if (queue === SYNC_QUEUE) accept({ queue: DEAD_LETTERS, body, attempts: 1 }, 0);
  };

  const deliveryOf = (waiting: Waiting): Delivery => {
    let verdict: "ack" | number | null = null;
    const message = {
      id: waiting.id,
      body: waiting.body,
      attempts: waiting.attempts,
      timestamp: new Date(clock.now()),
      ack: () => {
        verdict = "ack";
      },
      retry: (options?: QueueRetryOptions) => {
        verdict = (options?.delaySeconds ?? 0) * 1000;
      },
    } as Message;
    return {
      queue: waiting.queue,
      message,
      end: (hasReturned) => {
        if (typeof verdict === "number") giveBack(waiting, verdict);
        else if (verdict === null && !hasReturned) giveBack(waiting, RETRY_AFTER_MS);
      },
    };
  };

  /** What arrives at the queue, and what becomes of it there. */
  const arrive = (body: unknown, delaySeconds: number) => {
    const fault = faults.queue();
    if (fault && trace.isOn) trace.note("queue", `${fault.toUpperCase()} ${JSON.stringify(body)}`);
    if (fault === "refused") throw new Error("Queue send failed: Internal Server Error");
    const message = { queue: SYNC_QUEUE, body: structuredClone(body), attempts: 1 };
    const lateBy = fault === "late" ? random.between(MINUTE_MS, 180 * MINUTE_MS) : 0;
    if (fault !== "lost") accept(message, delaySeconds * 1000 + lateBy);
    if (fault === "doubled") accept(message, delaySeconds * 1000 + random.between(0, MINUTE_MS));
    if (fault === "refused_after") throw new Error("Queue send failed: Internal Server Error");
  };

  const bindingOf = (invocation: Invocation): Queue => {
    const send = (messages: MessageSendRequest[]) =>
      caller.perform(invocation, {
        what: () => `queue ${messages.length}`,
        there: random.between(5, 20),
        back: random.between(5, 20),
        act: async () => {
          if (trace.isOn) trace.note(invocation.name, `queue <- ${JSON.stringify(messages)}`);
          for (const { body, delaySeconds = 0 } of messages) {
            arrive(inWordsOf(invocation.version, body), delaySeconds);
          }
        },
      });
    return {
      send: (body: unknown, options?: QueueSendOptions) => send([{ ...options, body }]),
      sendBatch: (messages: Iterable<MessageSendRequest>) => send([...messages]),
    } as unknown as Queue;
  };

  return { bindingOf };
}

/** The newer of two versions words its messages anew… */
function inWordsOf(version: 1 | 2, body: unknown): unknown {
  return version === 1 ? body : { ...(body as object), version: 2, since: "version 2" };
}

/** …and understands the older one's, too; the older one sees words that it does not know. */
export function understoodBy(version: 1 | 2, body: unknown): unknown {
  const { since, ...rest } = body as { since?: string; version: number };
  return version === 2 && since !== undefined ? { ...rest, version: 1 } : body;
}
