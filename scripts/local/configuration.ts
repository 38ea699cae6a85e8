// What `npm start` runs with, from the process environment and .dev.vars; the environment wins.
import path from "node:path";
import { tokenRingNames } from "#app/crypto/key-rings.server.ts";
import { ConfigurationError, readEnv } from "#app/env.server.ts";

export interface LocalConfiguration {
  port: number;
  /** The folder that holds the local D1 and the sandbox's state. */
  statePath: string;
  /** Everything that the Worker is given as a variable or secret. */
  variables: Record<string, string>;
  /** Null when the app talks to a Google that runs elsewhere. */
  sandbox: SandboxConfiguration | null;
}

export interface SandboxConfiguration {
  port: number;
  origin: string;
  clientId: string;
  clientSecret: string;
}

/** The person's mistake, in one line for the terminal: which variable, and how to set it. */
export class LocalConfigurationError extends Error {
  override name = "LocalConfigurationError";
}

type Variables = Record<string, string | undefined>;

const GOOGLE_ORIGINS = ["GOOGLE_ACCOUNTS_ORIGIN", "GOOGLE_OAUTH_ORIGIN", "GOOGLE_API_ORIGIN"];
const WORKER_VARIABLES = [
  "APP_ORIGIN",
  ...GOOGLE_ORIGINS,
  "GOOGLE_CLIENT_ID",
  "GOOGLE_CLIENT_SECRET",
  "LINK_KEY_RING",
  "SIGN_UP",
];
const LOCAL_CLIENT = {
  GOOGLE_CLIENT_ID: "slotkeeper-local.apps.googleusercontent.com",
  GOOGLE_CLIENT_SECRET: "local-secret-of-the-google-sandbox",
};

/** @throws LocalConfigurationError */
export function readLocalConfiguration(
  environment: Variables,
  devVars: Record<string, string>,
): LocalConfiguration {
  const port = readPort(environment, "PORT", 8787);
  const statePath = readStatePath(environment);
  const given = { ...devVars, ...workerVariables(environment) };
  const variables = { APP_ORIGIN: new URL(`http://localhost:${port}`).origin, ...given };
  if (!usesSandbox(given)) {
    const withClient = pointsElsewhere(given) ? { ...LOCAL_CLIENT, ...variables } : variables;
    return { port, statePath, variables: checked(withClient), sandbox: null };
  }
  const sandboxPort = readPort(environment, "GOOGLE_SANDBOX_PORT", 8788);
  if (sandboxPort === port) {
    throw new LocalConfigurationError(
      `PORT and GOOGLE_SANDBOX_PORT are both ${port}; set one of them to another port, for example GOOGLE_SANDBOX_PORT=${port + 1}`,
    );
  }
  const origin = `http://localhost:${sandboxPort}`;
  const origins = Object.fromEntries(GOOGLE_ORIGINS.map((name) => [name, origin]));
  return {
    port,
    statePath,
    variables: checked({ ...variables, ...origins, ...LOCAL_CLIENT }),
    sandbox: {
      port: sandboxPort,
      origin,
      clientId: LOCAL_CLIENT.GOOGLE_CLIENT_ID,
      clientSecret: LOCAL_CLIENT.GOOGLE_CLIENT_SECRET,
    },
  };
}

/** The folder that holds the local D1 and the sandbox's state. */
export function readStatePath(environment: Variables): string {
  return path.resolve(environment.SLOTKEEPER_STATE || ".wrangler/state");
}

function workerVariables(environment: Variables): Record<string, string> {
  const names = [...WORKER_VARIABLES, ...tokenRingNames(Object.keys(environment))];
  const entries = names.map((name) => [name, environment[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => Boolean(entry[1])),
  );
}

function usesSandbox(given: Variables): boolean {
  if (pointsElsewhere(given)) return false;
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret } = given;
  if (Boolean(id) === Boolean(secret)) return !id;
  const [missing, present] = id
    ? ["GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_ID"]
    : ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"];
  throw new LocalConfigurationError(
    `${missing} is missing, but ${present} is set; set both in the environment or in .dev.vars to use Google, or neither to use the sandbox`,
  );
}

function pointsElsewhere(given: Variables): boolean {
  return GOOGLE_ORIGINS.some((name) => given[name]);
}

function readPort(environment: Variables, name: string, preset: number): number {
  const text = environment[name];
  if (!text) return preset;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new LocalConfigurationError(
    `${name} must be a port from 1 to 65535, but is "${text}"; set it like ${name}=${preset} npm start`,
  );
}

/** The app's own schema decides what is well-formed; the bindings come later, from wrangler.toml. */
function checked(variables: Record<string, string>): Record<string, string> {
  try {
    readEnv({ ...variables, DB: {}, SYNC_QUEUE: {} });
    return variables;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const problems = error.problems.map(({ name, problem }) => `${name} ${problem}`).join("; ");
    throw new LocalConfigurationError(`${problems}. Set it in the environment or in .dev.vars`);
  }
}
