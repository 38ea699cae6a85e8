// Where keys are replaced: at Cloudflare, or on this machine.
import { tokenRingNames } from "#app/crypto/key-rings.server.ts";
import { readStatePath } from "../local/configuration.ts";
import { addToDevVars, readDevVarsAsTheyAre } from "../local/dev-vars.ts";
import { offlineEnvironment } from "../local/wrangler.ts";
import { readWranglerConfig } from "../local/wrangler-config.ts";
import { COUNT_TOKENS, type KeyCount } from "./rotation.ts";
import { askWrangler, listSecrets, requireLogin, runWrangler } from "./wrangler-account.ts";

const DEV_VARS = ".dev.vars";

export interface RotationPlace {
  what: string;
  ringNames(): Promise<string[]>;
  /** Only ever adds: a ring that is there is not written again. */
  add(name: string, ring: string): Promise<void>;
  countTokens(): Promise<KeyCount[]>;
  howToDelete(name: string): string;
  /** What the person is told. */
  noRing: string;
  afterAdding: string;
  stalled: string;
}

/** The Worker and the D1 that wrangler.toml names. */
export async function deployedPlace(): Promise<RotationPlace> {
  await requireLogin();
  const { name: worker } = readWranglerConfig();
  return {
    what: `The Worker ${worker}`,
    ringNames: async () => tokenRingNames(await listSecrets(worker)),
    add: (name, ring) => runWrangler(["secret", "put", name], ring),
    countTokens: () => countTokens(["--remote"], {}),
    howToDelete: (name) => `npx wrangler secret delete ${name}`,
    noRing: "The Worker has no key ring yet: `npm run deploy` makes the first.",
    afterAdding: "It is in use from now on. The old keys stay until you delete them.",
    stalled: [
      "No token was sealed anew for 15 minutes. Everything goes on working; run this again later.",
      "Is the newest version deployed (`npm run deploy`), and does its cron run (`npx wrangler tail`)?",
      "A line `rotate_token_keys` in the log counts tokens that no key here opens: if their secret was deleted, their hosts have to connect their calendars again.",
    ].join("\n"),
  };
}

/** .dev.vars and the local D1. */
export function localPlace(): RotationPlace {
  const persistTo = readStatePath(process.env);
  return {
    what: "This machine",
    ringNames: async () =>
      tokenRingNames([
        ...new Set([...Object.keys(readDevVarsAsTheyAre(DEV_VARS)), ...ringsOf(process.env)]),
      ]),
    add: async (name, ring) => void addToDevVars(DEV_VARS, { [name]: ring }),
    countTokens: () => countTokens(["--local", "--persist-to", persistTo], offlineEnvironment),
    howToDelete: (name) => `the line ${name} in ${DEV_VARS} (then start \`npm start\` again)`,
    noRing: "There is no key ring yet: `npm start` makes the first.",
    afterAdding:
      "It was added to .dev.vars. Stop `npm start` and start it again: it reads .dev.vars at its start only.",
    stalled:
      "No token was sealed anew for 15 minutes. Does `npm start` run, and was it started again after the key was added?",
  };
}

function ringsOf(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment).filter((name) => environment[name]);
}

async function countTokens(
  where: string[],
  environment: Record<string, string>,
): Promise<KeyCount[]> {
  const execute = ["d1", "execute", "DB", ...where, "--json", "--yes", "--command", COUNT_TOKENS];
  const { succeeded, output } = await askWrangler(execute, environment);
  if (!succeeded) throw new Error(`The tokens in D1 can't be counted:\n${output}`);
  const [answer] = JSON.parse(output) as { results: KeyCount[] }[];
  return answer?.results ?? [];
}
