import path from "node:path";
import type { SandboxConfiguration } from "./configuration.ts";
import { forkModule, type ProcessGroup, processGroupOf } from "./process-group.ts";
import { untilAnswering } from "./until-answering.ts";

/** Starts the stand-in for Google in a process of its own; resolves when it answers. */
export async function startSandbox(
  { port, clientId, clientSecret }: SandboxConfiguration,
  app: { origin: string; statePath: string },
): Promise<ProcessGroup> {
  const child = forkModule("google-sandbox/server.ts", {
    env: {
      ...process.env,
      GOOGLE_SANDBOX_PORT: String(port),
      GOOGLE_SANDBOX_STATE: path.join(app.statePath, "google-sandbox.json"),
      GOOGLE_SANDBOX_CLIENT_ID: clientId,
      GOOGLE_SANDBOX_CLIENT_SECRET: clientSecret,
      GOOGLE_SANDBOX_REDIRECT_ORIGIN: app.origin,
    },
    stdout: "ignore",
  });
  const group = processGroupOf(child);
  try {
    await untilAnswering(`http://127.0.0.1:${port}/`, group.ended);
    return group;
  } catch (error) {
    await group.kill();
    throw new Error("The Google sandbox could not be started", { cause: error });
  }
}
