// Who lives in a simulated world: hosts with Google accounts and several calendars, connected through the app's own flow.
import { newFlowSecrets, readCallback, rememberFlow } from "#app/auth/oauth-flow.server.ts";
import { type Env, readEnv } from "#app/env.server.ts";
import { createGoogle } from "#app/google/google.server.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { connectCalendar } from "#app/use-cases/connect-calendar.server.ts";
import { signInHost } from "#app/use-cases/sign-in-host.server.ts";
import { openDatabase } from "#db/database.server.ts";
import { findHost, type Host } from "#db/hosts.server.ts";
import type { NewAccount } from "#google-sandbox/accounts.ts";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { Clock } from "./clock.ts";

/** A Monday; in Berlin it is eight in the morning. */
export const MONDAY = Date.parse("2026-11-02T07:00:00Z");

export const ACCOUNTS: NewAccount[] = [
  {
    email: "ada@example.com",
    name: "Ada Lovelace",
    timeZone: "Europe/Berlin",
    calendars: [{ id: "engine@group.calendar.google.com", summary: "Engine" }],
  },
  {
    email: "grace@example.com",
    name: "Grace Hopper",
    timeZone: "America/New_York",
    // Some calendars make no Meet links.
    calendars: [{ id: "navy@group.calendar.google.com", summary: "Navy", conferenceTypes: [] }],
  },
  { email: "alan@example.com", name: "Alan Turing", timeZone: "Europe/London" },
];

/** An event type as guests know it. */
export interface Kind {
  slug: string;
  title: string;
  minutes: number;
  bufferMinutes: number;
  location: "google_meet" | "in_person";
  place: string;
}

export const KINDS: Kind[] = [
  {
    slug: "30-minute-meeting",
    title: "30 minute meeting",
    minutes: 30,
    bufferMinutes: 0,
    location: "google_meet",
    place: "",
  },
  {
    slug: "visit",
    title: "Visit",
    minutes: 60,
    bufferMinutes: 15,
    location: "in_person",
    place: "Room 7",
  },
];

export interface Resident {
  hostId: string;
  email: string;
  handle: string;
  timeZone: string;
}

/** Variables of the deployment that a seed begins with. */
export function firstEnv(d1: D1Database): Env {
  return readEnv({
    APP_ORIGIN: "https://slotkeeper.test",
    GOOGLE_ACCOUNTS_ORIGIN: "https://google.test",
    GOOGLE_OAUTH_ORIGIN: "https://google.test",
    GOOGLE_API_ORIGIN: "https://google.test",
    GOOGLE_CLIENT_ID: "simulated-client",
    GOOGLE_CLIENT_SECRET: "simulated-secret",
    TOKEN_KEY_RING: JSON.stringify({ current: "k1", keys: { k1: keyOf(1) } }),
    LINK_KEY_RING: JSON.stringify({ current: "k1", keys: { k1: keyOf(99) } }),
    DB: d1,
    SYNC_QUEUE: {},
  });
}

/** 32 bytes in base64, as the key rings have them. */
export function keyOf(byte: number): string {
  return Buffer.alloc(32, byte).toString("base64");
}

/** A Worker to which nothing ever happens: for setting up. */
export function healthyContext(
  clock: Clock,
  d1: D1Database,
  sandbox: GoogleSandbox,
  env: Env,
): AppContext {
  let lastId = 0;
  const queue = { send: async () => undefined, sendBatch: async () => undefined };
  return {
    env: { ...env, SYNC_QUEUE: queue as unknown as Queue },
    db: openDatabase(d1),
    google: createGoogle(env, (url, init) => sandbox.fetch(url, { ...init, signal: null })),
    now: clock.now,
    newId: () => (++lastId).toString(16).padStart(32, "0"),
    newSecret: () => `${++lastId}`.padStart(43, "s"),
    random: () => 0.5,
    waitUntil: () => undefined,
    cspNonce: "",
  };
}

/** Signs in, gets a second event type, and connects. */
export async function moveIn(
  context: AppContext,
  d1: D1Database,
  sandbox: GoogleSandbox,
  account: NewAccount,
): Promise<Resident> {
  const { email, name, timeZone = "UTC" } = account;
  const sub = sandbox.accounts().find((known) => known.email === email)?.sub ?? "";
  const signedIn = await signInHost(context, { sub, email, name, pictureUrl: null }, timeZone);
  if (signedIn.kind !== "signedIn") throw new Error(`signing in ended with ${signedIn.kind}`);
  const { hostId } = signedIn;
  await addEventTypes(d1, hostId, context.newId());
  await consentAndConnect(context, sandbox, hostId);
  const { handle } = await requireHost(context, hostId);
  return { hostId, email, handle, timeZone };
}

async function addEventTypes(d1: D1Database, hostId: string, id: string): Promise<void> {
  for (const kind of KINDS.slice(1)) {
    await d1
      .prepare(
        `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, buffer_before_minutes,
           buffer_after_minutes, minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind,
           location_detail)
         SELECT host_id, ?2, schedule_id, ?3, ?4, ?5, ?6, ?6, 60, 60, 30, ?7, ?8 FROM event_types WHERE host_id = ?1`,
      )
      .bind(
        hostId,
        id,
        kind.slug,
        kind.title,
        kind.minutes,
        kind.bufferMinutes,
        kind.location,
        kind.place,
      )
      .run();
  }
}

/** Goes to Google's consent page, comes back, and connects; as the settings page sends people there. */
export async function consentAndConnect(
  context: AppContext,
  sandbox: GoogleSandbox,
  hostId: string,
): Promise<string> {
  const host = await requireHost(context, hostId);
  const state = context.newSecret();
  const secrets = await newFlowSecrets(context);
  const session = `session of ${hostId}`;
  await rememberFlow(context, state, secrets, {
    purpose: "connect_calendar",
    boundToHash: session,
    browserTimeZone: null,
  });
  const { nonce, codeChallenge } = secrets;
  const ask = { state, nonce, codeChallenge, loginHint: host.email };
  const url = context.google.oauth.calendarConsentUrl(ask);
  const { callback } = await walkThroughConsent(sandbox, url, { email: host.email });
  if (!callback) throw new Error("Google kept the host");
  const back = await readCallback(new Request(callback), context, "connect_calendar", session);
  if (back.kind !== "code") return back.kind;
  const outcome = await connectCalendar(context, host, back);
  return outcome.kind;
}

async function requireHost({ db }: AppContext, hostId: string): Promise<Host> {
  const host = await findHost(db, hostId);
  if (!host) throw new Error("there is no such host");
  return host;
}
