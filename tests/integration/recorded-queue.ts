import type { Clock } from "./clock.ts";

export const SYNC_QUEUE = "slotkeeper-sync";
export const DEAD_LETTERS = "slotkeeper-sync-dead";
/** `max_retries` in wrangler.toml. */
const MOST_RETRIES = 3;
/** A batch in a test does not tell which delay was asked for. */
const RETRY_SECONDS = 30;

export interface QueuedMessage {
  queue: string;
  id: string;
  body: unknown;
  attempts: number;
  delaySeconds: number;
  dueAt: number;
}

/** A queue that remembers what it was sent, and fails as a test tells it to. */
export interface RecordedQueue {
  binding: Queue;
  /** Everything that was ever accepted. */
  sent: QueuedMessage[];
  /** How it behaves from now on. `double`: every message comes twice. */
  mode: "work" | "lose" | "double" | "refuse";
  nextDueAt: () => number | null;
  takeDue: () => QueuedMessage[];
  /** As Cloudflare does with a message that was not acknowledged: later again, at last to the dead letters. */
  giveBack: (message: QueuedMessage) => void;
}

export function createRecordedQueue(clock: Clock): RecordedQueue {
  let waiting: QueuedMessage[] = [];
  let lastId = 0;

  function accept(queue: string, body: unknown, delaySeconds: number, attempts: number) {
    const dueAt = clock.now() + delaySeconds * 1000;
    waiting.push({ queue, id: `m${++lastId}`, body, attempts, delaySeconds, dueAt });
  }

  function send(body: unknown, delaySeconds = 0) {
    if (recorded.mode === "refuse") throw new Error("the queue is away");
    const copies = { work: 1, double: 2, lose: 0 }[recorded.mode];
    for (let n = 0; n < copies; n++) accept(SYNC_QUEUE, structuredClone(body), delaySeconds, 1);
    recorded.sent.push(...waiting.slice(waiting.length - copies));
  }

  const recorded: RecordedQueue = {
    mode: "work",
    sent: [],
    binding: {
      send: async (body: unknown, options?: QueueSendOptions) => send(body, options?.delaySeconds),
      sendBatch: async (messages: Iterable<MessageSendRequest>) => {
        for (const { body, delaySeconds } of messages) send(body, delaySeconds);
      },
    } as unknown as Queue,
    nextDueAt: () => (waiting.length === 0 ? null : Math.min(...waiting.map(({ dueAt }) => dueAt))),
    takeDue: () => {
      const due = waiting.filter(({ dueAt }) => dueAt <= clock.now());
      waiting = waiting.filter(({ dueAt }) => dueAt > clock.now());
      return due;
    },
    giveBack: ({ queue, body, attempts }) => {
      if (attempts <= MOST_RETRIES) accept(queue, body, RETRY_SECONDS, attempts + 1);
      else if (queue === SYNC_QUEUE) accept(DEAD_LETTERS, body, 0, 1);
    },
  };
  return recorded;
}
