import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";

const KEY_RINGS = ["TOKEN_KEY_RING", "LINK_KEY_RING"];

/** Reads .dev.vars, after adding the secrets that it lacks and that `alreadySet` does not have either. */
export function readDevVars(
  file: string,
  alreadySet: Record<string, string | undefined>,
): Record<string, string> {
  const text = readIfPresent(file);
  const present = definedVariables(text);
  const missing = KEY_RINGS.filter((name) => !present[name] && !alreadySet[name]);
  if (missing.length === 0) return present;
  const added = missing.map((name) => `${name}='${newKeyRing()}'\n`).join("");
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  writeFileSync(file, text + separator + added, { mode: 0o600 });
  chmodSync(file, 0o600);
  return definedVariables(text + separator + added);
}

/** One key of 256 random bits, in the form that app/env.server.ts reads. */
export function newKeyRing(): string {
  return JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64") } });
}

function definedVariables(text: string): Record<string, string> {
  const entries = Object.entries(parseEnv(text));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
