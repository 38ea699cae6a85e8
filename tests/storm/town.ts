// Hosts without a calendar of Google's, on any D1: what is left to decide by is the rules, the bookings and the triggers.
import { randomBase64Url, randomHex } from "#app/crypto/bytes.server.ts";
import { readEnv } from "#app/env.server.ts";
import { createGoogle } from "#app/google/google.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { signInHost } from "#app/use-cases/sign-in-host.server.ts";
import { openDatabase } from "#db/database.server.ts";

/** A Monday; in Berlin it is eight in the morning. */
export const MONDAY = Date.parse("2026-11-02T07:00:00Z");
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export interface Town {
  d1: D1Database;
  context: AppContext;
  /** Sets the one clock, in epoch ms. */
  setNow: (instant: number) => void;
  /** Resolves when the work behind the answers is done. */
  settle: () => Promise<void>;
}

export interface TownHost {
  id: string;
  handle: string;
}

/** An event type whose slots begin every 15 minutes and last longer than that, so that its neighbours overlap. */
export interface Kind {
  slug: string;
  minutes: number;
  bufferMinutes: number;
}

export const KINDS: Kind[] = [
  { slug: "talk", minutes: 30, bufferMinutes: 0 },
  { slug: "visit", minutes: 60, bufferMinutes: 10 },
  { slug: "look", minutes: 15, bufferMinutes: 5 },
];

/** @param d1 with all migrations applied */
export function createTown(d1: D1Database): Town {
  const key = Buffer.alloc(32, 1).toString("base64");
  const ring = JSON.stringify({ current: "k1", keys: { k1: key } });
  const queue = { send: async () => undefined, sendBatch: async () => undefined };
  const env = readEnv({
    APP_ORIGIN: "https://slotkeeper.test",
    GOOGLE_ACCOUNTS_ORIGIN: "https://google.test",
    GOOGLE_OAUTH_ORIGIN: "https://google.test",
    GOOGLE_API_ORIGIN: "https://google.test",
    GOOGLE_CLIENT_ID: "storm-client",
    GOOGLE_CLIENT_SECRET: "storm-secret",
    TOKEN_KEY_RING: ring,
    LINK_KEY_RING: ring,
    DB: d1,
    SYNC_QUEUE: queue,
  });
  let now = MONDAY;
  const background: Promise<unknown>[] = [];
  const context: AppContext = {
    env,
    db: openDatabase(d1),
    google: createGoogle(env, async () => {
      throw new Error("nobody here has a calendar at Google");
    }),
    now: () => now,
    newId: () => randomHex(16),
    newSecret: () => randomBase64Url(32),
    random: Math.random,
    waitUntil: (work) => void background.push(work),
    cspNonce: "",
  };
  return {
    d1,
    context,
    setNow: (instant) => {
      now = instant;
    },
    settle: async () => {
      while (background.length > 0) await Promise.all(background.splice(0));
    },
  };
}

/** A host in Berlin whose hours are the usual ones, with an event type of each kind. */
export async function moveIn({ d1, context }: Town, name: string): Promise<TownHost> {
  const profile = { sub: `sub-${name}`, email: `${name}@example.com`, name, pictureUrl: null };
  const signedIn = await signInHost(context, profile, "Europe/Berlin");
  if (signedIn.kind !== "signedIn") throw new Error(`signing in ended with ${signedIn.kind}`);
  const id = signedIn.hostId;
  for (const kind of KINDS) await addKind(d1, id, kind);
  const host = await d1.prepare("SELECT handle FROM users WHERE id = ?").bind(id).first("handle");
  return { id, handle: String(host) };
}

/** Adds an event type to those of a host. */
export async function addKind(
  d1: D1Database,
  hostId: string,
  { slug, minutes, bufferMinutes }: Kind,
): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, buffer_before_minutes,
         buffer_after_minutes, minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
       SELECT host_id, ?2, schedule_id, ?2, ?2, ?3, ?4, ?4, 60, 400, 15, 'phone'
       FROM event_types WHERE host_id = ?1 LIMIT 1`,
    )
    .bind(hostId, slug, minutes, bufferMinutes)
    .run();
}
