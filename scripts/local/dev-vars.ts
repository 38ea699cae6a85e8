import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { keyRingsToMake } from "../deployment/plan.ts";
import { LocalConfigurationError } from "./configuration.ts";

/**
 * Reads .dev.vars, after adding the secrets that it lacks and that `alreadySet` does not have either.
 * @throws LocalConfigurationError when it can't be read
 */
export function readDevVars(
  file: string,
  alreadySet: Record<string, string | undefined>,
): Record<string, string> {
  const present = readDevVarsAsTheyAre(file);
  const set = Object.keys(alreadySet).filter((name) => alreadySet[name]);
  const missing = keyRingsToMake([...Object.keys(present), ...set]);
  if (missing.length === 0) return present;
  return addToDevVars(file, Object.fromEntries(missing.map((name) => [name, newKeyRing()])));
}

/** What .dev.vars sets to something. */
export function readDevVarsAsTheyAre(file: string): Record<string, string> {
  return definedVariables(readIfPresent(file));
}

/** Adds lines at the end of .dev.vars, and leaves what a person wrote as it is. @returns all that it sets now */
export function addToDevVars(file: string, added: Record<string, string>): Record<string, string> {
  const text = readIfPresent(file);
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  const lines = Object.entries(added).map(([name, value]) => `${name}='${value}'\n`);
  const newText = text + separator + lines.join("");
  writeFileSync(file, newText, { mode: 0o600 });
  chmodSync(file, 0o600);
  return definedVariables(newText);
}

/** One key of 256 random bits, in the form that app/env.server.ts reads. */
export function newKeyRing(keyId = "k1"): string {
  const key = randomBytes(32).toString("base64");
  return JSON.stringify({ current: keyId, keys: { [keyId]: key } });
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    const why =
      code === "EISDIR" ? "it is a folder, and has to be a file" : `reading it gives ${code}`;
    throw new LocalConfigurationError(
      `${file} can't be read: ${why}. Move it away and start again`,
    );
  }
}
