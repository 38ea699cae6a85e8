// The built Worker in workerd, on a local D1 in memory and with the Google sandbox in this process behind it: quicker to
// start and to ask than the app's own processes (tests/local-app.ts), and its D1 is at hand.
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  convertV4MiniflareOptions,
  Log,
  LogLevel,
  Miniflare,
  type Request as WorkerRequest,
  Response as WorkerResponse,
} from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { createGoogleSandbox, type GoogleSandbox } from "#google-sandbox/sandbox.ts";
import { buildWorker, workerScript } from "../scripts/local/build.ts";
import { findFreePorts } from "../scripts/local/ports.ts";
import { readWranglerConfig } from "../scripts/local/wrangler-config.ts";
import { applyMigrations } from "./d1-on-sqlite/migrations.ts";
import { Visitor } from "./process/visitor.ts";

const CLIENT_ID = "built-worker-client";
const CLIENT_SECRET = "built-worker-secret";
const GOOGLE = "https://google.test";
const HOST = "127.0.0.1";

export interface BuiltWorker {
  /** It answers here over HTTP. */
  origin: string;
  d1: D1Database;
  sandbox: GoogleSandbox;
  /** What it logged as a warning or an error since the last call. */
  takeLog: () => string[];
  stop: () => Promise<void>;
}

/** A module around the built Worker, which it finds as `./entry.worker.js`, and what it imports beside it. */
export interface OuterModule {
  source: string;
  modules?: { name: string; source: string }[];
}

// On Cloudflare an uncaught exception shows in the log; workerd alone keeps it to itself.
const reporting: OuterModule = {
  source: `
import worker from "./${path.basename(workerScript)}";
export default {
  ...worker,
  fetch: async (...call) => {
    try {
      return await worker.fetch(...call);
    } catch (error) {
      console.error("uncaught", error);
      throw error;
    }
  },
};
`,
};

/** Starts it on a port that is free, with an empty database; cron never runs. */
export async function startBuiltWorker(outer = reporting): Promise<BuiltWorker> {
  await buildWorker(console.log);
  const [port = 0] = await findFreePorts(1);
  const origin = `http://${HOST}:${port}`;
  const log: string[] = [];
  const sandbox = createGoogleSandbox({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectOrigin: origin,
  });
  const config = readWranglerConfig();
  const { workerOptions } = unstable_getMiniflareWorkerOptions("wrangler.toml");
  const key = Buffer.alloc(32, "tests").toString("base64");
  const ring = JSON.stringify({ current: "k1", keys: { k1: key } });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name: config.name,
      modulesRoot: path.dirname(workerScript),
      modules: [
        {
          type: "ESModule",
          path: path.join(path.dirname(workerScript), "outer.js"),
          contents: outer.source,
        },
        ...(outer.modules ?? []).map(({ name, source }) => ({
          type: "ESModule",
          path: path.join(path.dirname(workerScript), name),
          contents: source,
        })),
        { type: "ESModule", path: workerScript, contents: readFileSync(workerScript) },
      ],
      bindings: {
        ...config.vars,
        APP_ORIGIN: origin,
        GOOGLE_ACCOUNTS_ORIGIN: GOOGLE,
        GOOGLE_OAUTH_ORIGIN: GOOGLE,
        GOOGLE_API_ORIGIN: GOOGLE,
        GOOGLE_CLIENT_ID: CLIENT_ID,
        GOOGLE_CLIENT_SECRET: CLIENT_SECRET,
        TOKEN_KEY_RING: ring,
        LINK_KEY_RING: ring,
      },
      host: HOST,
      port,
      outboundService: (request: WorkerRequest) => askSandbox(sandbox, request),
      cf: false,
      telemetry: { enabled: false },
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: ({ level, message }) => {
        if (level === "error" || level === "warn") log.push(message);
      },
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  await miniflare.ready;
  const d1 = (await miniflare.getD1Database("DB")) as unknown as D1Database;
  await applyMigrations(d1);
  return {
    origin,
    d1,
    sandbox,
    takeLog: () => log.splice(0),
    stop: () => miniflare.dispose(),
  };
}

/** Miniflare knows no requests and answers but its own. */
async function askSandbox(sandbox: GoogleSandbox, request: WorkerRequest): Promise<WorkerResponse> {
  const body = request.method === "GET" ? undefined : await request.arrayBuffer();
  const headers = [...request.headers] as [string, string][];
  const answer = await sandbox.fetch(request.url, { method: request.method, headers, body });
  return new WorkerResponse(await answer.arrayBuffer(), {
    status: answer.status,
    headers: [...answer.headers] as [string, string][],
  });
}

export interface SignedInHost {
  id: string;
  /** Of their public page. */
  path: string;
  /** Their browser. */
  visitor: Visitor;
}

/** Signs in through Google's pages as a person from Berlin does; connects no calendar. */
export async function signIn(worker: BuiltWorker, email: string): Promise<SignedInHost> {
  const known = worker.sandbox.accounts().some((account) => account.email === email);
  if (!known) worker.sandbox.addAccount({ email, name: "Ada Lovelace", timeZone: "Europe/Berlin" });
  const visitor = new Visitor();
  const leave = await visitor.request(`${worker.origin}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ timeZone: "Europe/Berlin" }),
  });
  const authorize = leave.headers.get("Location") ?? "";
  const { callback } = await walkThroughConsent(worker.sandbox, authorize, { email });
  if (!callback) throw new Error("Google kept the host");
  await visitor.get(callback.href);
  const host = await worker.d1
    .prepare("SELECT id, handle FROM users WHERE email = ?")
    .bind(email)
    .first<{ id: string; handle: string }>();
  if (!host) throw new Error(`nobody signed in: ${worker.takeLog().join("; ")}`);
  return { id: host.id, path: `/${host.handle}`, visitor };
}
