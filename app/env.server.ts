import { z } from "zod";

const origin = z
  .url({ protocol: /^https?$/, error: "must be an origin such as https://book.example.com" })
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    error:
      "must be an origin such as https://book.example.com, without a path or a slash at its end",
  });

const base64Key = z.string().refine((text) => decodedLength(text) === 32, {
  error: "each key must be 32 random bytes in base64",
});

const keyRing = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "must be JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .object({
        current: z.string(),
        keys: z.record(z.string().regex(/^[a-z0-9]{1,16}$/, "key ids are a-z and 0-9"), base64Key),
      })
      .refine((ring) => Object.hasOwn(ring.keys, ring.current), {
        error: "`current` must name one of `keys`",
      }),
  );

const Variables = z.object({
  APP_ORIGIN: origin,
  GOOGLE_ACCOUNTS_ORIGIN: origin.default("https://accounts.google.com"),
  GOOGLE_OAUTH_ORIGIN: origin.default("https://oauth2.googleapis.com"),
  GOOGLE_API_ORIGIN: origin.default("https://www.googleapis.com"),
  GOOGLE_CLIENT_ID: z.string().min(1),
  GOOGLE_CLIENT_SECRET: z.string().min(1),
  TOKEN_KEY_RING: keyRing,
  LINK_KEY_RING: keyRing,
});

const Bindings = z.object({
  DB: z.custom<D1Database>((value) => value != null, "the D1 binding is missing in wrangler.toml"),
  SYNC_QUEUE: z.custom<Queue>(
    (value) => value != null,
    "the Queue binding is missing in wrangler.toml",
  ),
});

export type KeyRing = z.infer<typeof keyRing>;
export type Env = z.infer<typeof Variables> & z.infer<typeof Bindings>;

const howToSet: Record<string, string> = {
  APP_ORIGIN: "the app's own URL; a variable in wrangler.toml or `--var APP_ORIGIN:https://…`",
  GOOGLE_CLIENT_ID: "from the Google Cloud console; `npx wrangler secret put GOOGLE_CLIENT_ID`",
  GOOGLE_CLIENT_SECRET:
    "from the Google Cloud console; `npx wrangler secret put GOOGLE_CLIENT_SECRET`",
  TOKEN_KEY_RING: "made by `npm run deploy` when missing; `npx wrangler secret put TOKEN_KEY_RING`",
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
  if (!result.success) throw new ConfigurationError(problemsIn(raw, result.error));
  parsed.set(raw, result.data);
  return result.data;
}

function problemsIn(raw: object, error: z.ZodError): ConfigurationProblem[] {
  const problems = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const name = String(path[0]);
    if (!problems.has(name)) problems.set(name, name in raw ? message : "is missing");
  }
  return [...problems].map(([name, problem]) => ({ name, problem }));
}

function decodedLength(base64: string): number {
  try {
    return atob(base64).length;
  } catch {
    return -1;
  }
}
