import { z } from "zod";
import {
  isMisnamedTokenRing,
  type KeyRing,
  keyRing,
  mergeKeyRings,
  tokenRingNames,
} from "./crypto/key-rings.server.ts";
import { parseSignUpRule } from "./domain/sign-up.ts";

const origin = z
  .url({ protocol: /^https?$/, error: "must be an origin such as https://book.example.com" })
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    error:
      "must be an origin such as https://book.example.com, without a path or a slash at its end",
  });

const signUp = z
  .string()
  .default("open")
  .transform((text, context) => {
    const rule = parseSignUpRule(text);
    if ("kind" in rule) return rule;
    context.addIssue({ code: "custom", message: describeMalformedEntry(rule.malformedEntry) });
    return z.NEVER;
  });

const Variables = z.object({
  APP_ORIGIN: origin,
  GOOGLE_ACCOUNTS_ORIGIN: origin.default("https://accounts.google.com"),
  GOOGLE_OAUTH_ORIGIN: origin.default("https://oauth2.googleapis.com"),
  GOOGLE_API_ORIGIN: origin.default("https://www.googleapis.com"),
  GOOGLE_CLIENT_ID: z.string().min(1),
  GOOGLE_CLIENT_SECRET: z.string().min(1),
  SIGN_UP: signUp,
  LINK_KEY_RING: keyRing,
});

const Bindings = z.object({
  DB: z.custom<D1Database>((value) => value != null, "the D1 binding is missing in wrangler.toml"),
  SYNC_QUEUE: z.custom<Queue>(
    (value) => value != null,
    "the Queue binding is missing in wrangler.toml",
  ),
  /** Of forms, for each address. Without it only the exact limits in D1 hold. */
  BOOKING_RATE_LIMIT: z.custom<RateLimit>().optional(),
  /** Which version of the Worker this is. Without it, pages that browsers kept outlive a deployment by a minute. */
  CF_VERSION_METADATA: z.custom<WorkerVersionMetadata>().optional(),
});

export type { KeyRing };
export type Env = z.infer<typeof Variables> &
  z.infer<typeof Bindings> & {
    /** The keys of all TOKEN_KEY_RING secrets; the newest ring's current key seals. */
    TOKEN_KEY_RING: KeyRing;
  };

const howToSet: Record<string, string> = {
  APP_ORIGIN: "the app's own URL; a variable in wrangler.toml or `--var APP_ORIGIN:https://…`",
  GOOGLE_CLIENT_ID: "from the Google Cloud console; `npx wrangler secret put GOOGLE_CLIENT_ID`",
  GOOGLE_CLIENT_SECRET:
    "from the Google Cloud console; `npx wrangler secret put GOOGLE_CLIENT_SECRET`",
  TOKEN_KEY_RING: "made by `npm run deploy` when missing; `npx wrangler secret put TOKEN_KEY_RING`",
  SIGN_UP:
    "`open`, or addresses and @domains separated by spaces; `npx wrangler secret put SIGN_UP`",
  LINK_KEY_RING: "made by `npm run deploy` when missing; `npx wrangler secret put LINK_KEY_RING`",
};

/** What is wrong with one variable or binding. Never its value. */
export interface ConfigurationProblem {
  name: string;
  problem: string;
}

/** The operator's mistake: says which variables are wrong and how to set them. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
  readonly problems: ConfigurationProblem[];

  constructor(problems: ConfigurationProblem[]) {
    super(`Slotkeeper is not configured: ${problems.map(describeProblem).join("; ")}`);
    this.problems = problems;
  }
}

function describeProblem({ name, problem }: ConfigurationProblem): string {
  return `${name} ${problem}${howToSet[name] ? ` (${howToSet[name]})` : ""}`;
}

const parsed = new WeakMap<object, Env>();

/**
 * Reads variables, secrets and bindings; once per isolate.
 * @throws ConfigurationError naming every missing or malformed variable.
 */
export function readEnv(raw: object): Env {
  const known = parsed.get(raw);
  if (known) return known;
  const result = Variables.extend(Bindings.shape).safeParse(raw);
  const tokenKeys = readTokenKeys(raw);
  const problems = [...problemsIn(raw, result.error), ...tokenKeys.problems];
  if (!result.success || !tokenKeys.ring) throw new ConfigurationError(problems);
  const env = { ...result.data, TOKEN_KEY_RING: tokenKeys.ring };
  parsed.set(raw, env);
  return env;
}

/** The ring is null when there are problems. */
function readTokenKeys(raw: object): { ring: KeyRing | null; problems: ConfigurationProblem[] } {
  const variables = new Map(Object.entries(raw));
  const names = tokenRingNames([...variables.keys()]);
  if (names.length === 0) return problemWith("TOKEN_KEY_RING", "is missing");
  const misnamed = [...variables.keys()].find(isMisnamedTokenRing);
  if (misnamed) {
    return problemWith(misnamed, "is no ring's name: they are TOKEN_KEY_RING, TOKEN_KEY_RING_2 …");
  }
  const rings: { name: string; ring: KeyRing }[] = [];
  for (const name of names) {
    const { data, error } = keyRing.safeParse(variables.get(name));
    if (!data) return problemWith(name, error?.issues[0]?.message ?? "is malformed");
    rings.push({ name, ring: data });
  }
  const merged = mergeKeyRings(rings);
  if ("ring" in merged) return { ring: merged.ring, problems: [] };
  const { name, keyId, olderName } = merged.contradicting;
  return problemWith(name, `gives the key id ${keyId} to another key than ${olderName} does`);
}

function problemWith(name: string, problem: string) {
  return { ring: null, problems: [{ name, problem }] };
}

function problemsIn(raw: object, error: z.ZodError | undefined): ConfigurationProblem[] {
  const problems = new Map<string, string>();
  for (const { path, message } of error?.issues ?? []) {
    const name = String(path[0]);
    if (!problems.has(name)) problems.set(name, name in raw ? message : "is missing");
  }
  return [...problems].map(([name, problem]) => ({ name, problem }));
}

/** By its place: what it says may be somebody's address, and this is shown to whoever opens the app. */
function describeMalformedEntry(place: number): string {
  if (place === 0) return "is empty: it must be `open`, or e-mail addresses and @domains";
  return `has an entry, number ${place}, that is neither an e-mail address nor a domain such as @example.com`;
}
