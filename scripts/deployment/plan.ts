// What a deployment needs, decided from what was read; scripts/deploy.ts does the asking and the doing.

import { tokenRingNames } from "#app/crypto/key-rings.server.ts";

export const PLACEHOLDER_DATABASE_ID = "00000000-0000-0000-0000-000000000000";

const OPERATOR_SECRETS = ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"];

export interface DeploymentState {
  /** `[vars]` of wrangler.toml. */
  vars: Record<string, string>;
  /** Names only: Cloudflare never shows their values. */
  secretNames: string[];
  environment: Record<string, string | undefined>;
}

/** Lines for the operator; none when the Worker can be deployed. */
export function missingFromOperator({ vars, secretNames, environment }: DeploymentState): string[] {
  const missing = OPERATOR_SECRETS.filter((name) => !secretNames.includes(name) && !vars[name]).map(
    (name) =>
      `${name}: from the Google Cloud console; set it with \`npx wrangler secret put ${name}\``,
  );
  if (!vars.APP_ORIGIN && !environment.APP_ORIGIN && !secretNames.includes("APP_ORIGIN")) {
    missing.unshift(
      "APP_ORIGIN: the app's own URL; put it under [vars] in wrangler.toml, or run `APP_ORIGIN=https://… npm run deploy`",
    );
  }
  return missing;
}

/**
 * Made once and never again: a new ring would make what the old one encrypted unreadable. After a rotation any of the
 * token rings will do, for the first may have been deleted.
 */
export function keyRingsToMake(secretNames: string[]): string[] {
  const missing = secretNames.includes("LINK_KEY_RING") ? [] : ["LINK_KEY_RING"];
  return tokenRingNames(secretNames).length > 0 ? missing : ["TOKEN_KEY_RING", ...missing];
}

export function deployArguments({ vars, environment }: DeploymentState): string[] {
  const { APP_ORIGIN } = environment;
  const given = APP_ORIGIN && !vars.APP_ORIGIN ? ["--var", `APP_ORIGIN:${APP_ORIGIN}`] : [];
  return ["deploy", "--minify", ...given];
}

/** @returns wrangler.toml with the database's id in the placeholder's place. */
export function withDatabaseId(toml: string, id: string): string {
  if (!toml.includes(PLACEHOLDER_DATABASE_ID)) {
    throw new Error(`wrangler.toml has no database_id "${PLACEHOLDER_DATABASE_ID}" to replace`);
  }
  return toml.replace(PLACEHOLDER_DATABASE_ID, id);
}

/** Every queue that wrangler.toml names, each once. */
export function queueNames(queues: {
  producers: { queue: string }[];
  consumers: { queue: string; dead_letter_queue?: string }[];
}): string[] {
  const names = [
    ...queues.producers.map(({ queue }) => queue),
    ...queues.consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue]),
  ];
  return [...new Set(names)].filter((name) => name !== undefined);
}
