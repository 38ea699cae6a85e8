import { type EventResource, lookUp } from "../state.ts";
import { CalendarError, invalid } from "./errors.ts";

const LONGEST_KEY = 44;
const LONGEST_VALUE = 1024;
const MOST_PROPERTIES = 300;
const MOST_BYTES = 32_768;

type Properties = Record<string, string>;

/** Reads an event's extended properties: too long keys are dropped, too long values are cut. */
export function readExtendedProperties(value: unknown): EventResource["extendedProperties"] {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") throw invalid("Invalid value for: extendedProperties");
  const input = value as { private?: unknown; shared?: unknown };
  const own = readProperties(input.private);
  const shared = readProperties(input.shared);
  refuseTooMuch({ ...own, ...prefixed(shared) });
  const result = {
    ...(Object.keys(own).length === 0 ? {} : { private: own }),
    ...(Object.keys(shared).length === 0 ? {} : { shared }),
  };
  return Object.keys(result).length === 0 ? undefined : result;
}

/** Reads constraints of the form "key=value". */
export function readConstraints(texts: string[]): [key: string, value: string][] {
  return texts.map((text) => {
    const equals = text.indexOf("=");
    if (equals < 1) throw invalid(`Invalid extended property constraint: ${text}`);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
}

/** Whether an event has every one of these properties. */
export function hasProperties(
  properties: Properties | undefined,
  constraints: [key: string, value: string][],
): boolean {
  return constraints.every(([key, value]) => lookUp(properties ?? {}, key) === value);
}

function readProperties(value: unknown): Properties {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw invalid("Invalid value for: extendedProperties");
  }
  const entries = Object.entries(value).map(([key, entry]) => {
    if (typeof entry !== "string") throw invalid(`Invalid value for extended property: ${key}`);
    return [key, entry.slice(0, LONGEST_VALUE)] as const;
  });
  return Object.fromEntries(entries.filter(([key]) => key.length <= LONGEST_KEY));
}

function refuseTooMuch(all: Properties): void {
  const bytes = new TextEncoder().encode(JSON.stringify(all)).length;
  if (Object.keys(all).length <= MOST_PROPERTIES && bytes <= MOST_BYTES) return;
  throw new CalendarError(400, "invalid", { message: "Too many extended properties." });
}

function prefixed(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [`shared.${key}`, value]),
  );
}
