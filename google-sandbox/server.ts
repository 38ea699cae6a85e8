import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname } from "node:path";
import { ReplyLost } from "./faults.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";
import type { SandboxState } from "./state.ts";

// A variable that is set to nothing counts as not set.
const setting = (name: string) => process.env[`GOOGLE_SANDBOX_${name}`] || undefined;

const port = Number(setting("PORT") ?? 8788);
const statePath = setting("STATE");

const sandbox = openSandbox(() => saver.request());
const saver = createSaver(sandbox);

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    if (!(error instanceof ReplyLost)) console.error("Google sandbox:", error);
    response.destroy();
  });
});

server.on("error", (error: NodeJS.ErrnoException) => {
  fail(
    error.code === "EADDRINUSE"
      ? `port ${port} is in use; set GOOGLE_SANDBOX_PORT to another one.`
      : error.message,
  );
});
server.listen(port, "127.0.0.1", () => {
  console.log(`Google sandbox: http://localhost:${port}`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    saver.request();
    saver.saved().finally(() => process.exit(0));
  });
}

function openSandbox(onChange: () => void): GoogleSandbox {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    fail(`GOOGLE_SANDBOX_PORT is not a port: ${setting("PORT")}`);
  }
  const redirectOrigin = setting("REDIRECT_ORIGIN");
  if (redirectOrigin !== undefined && !URL.canParse(redirectOrigin)) {
    fail(`GOOGLE_SANDBOX_REDIRECT_ORIGIN is not an origin: ${redirectOrigin}`);
  }
  try {
    return createGoogleSandbox({
      state: loadState(),
      clientId: setting("CLIENT_ID"),
      clientSecret: setting("CLIENT_SECRET"),
      redirectOrigin,
      onChange,
    });
  } catch (error) {
    fail(`cannot use the state in ${statePath}: ${error instanceof Error ? error.message : error}`);
  }
}

function loadState(): SandboxState | undefined {
  if (statePath === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(statePath, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Writes the state to its file. Whoever waits for `saved()` finds on disk at least what was true
 * when they began to wait; changes that come meanwhile share the next write.
 */
function createSaver(source: GoogleSandbox) {
  let isDirty = false;
  let running: Promise<void> | null = null;

  const write = async (path: string) => {
    await mkdir(dirname(path), { recursive: true });
    while (isDirty) {
      isDirty = false;
      await writeFile(`${path}.tmp`, JSON.stringify(source.snapshot()), { mode: 0o600 });
      await rename(`${path}.tmp`, path);
    }
    running = null;
  };
  return {
    request: () => {
      if (statePath === undefined) return;
      isDirty = true;
      running ??= write(statePath).catch((error: Error) => {
        fail(`cannot save the state: ${error.message}`);
      });
    },
    saved: () => running ?? Promise.resolve(),
  };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await toRequest(incoming);
  const response =
    request === null ? new Response("Bad Request", { status: 400 }) : await sandbox.fetch(request);
  // An answered write survives even the sudden death of this process.
  await saver.saved();
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function toRequest(incoming: IncomingMessage): Promise<Request | null> {
  const { method = "GET" } = incoming;
  const url = `http://${incoming.headers.host ?? `localhost:${port}`}${incoming.url ?? "/"}`;
  if (!URL.canParse(url) || !incoming.url?.startsWith("/")) return null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return new Request(url, {
      method,
      headers,
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    });
  } catch {
    return null;
  }
}

function fail(message: string): never {
  console.error(`Google sandbox: ${message}`);
  return process.exit(1) as never;
}
