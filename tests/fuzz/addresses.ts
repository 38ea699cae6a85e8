// Every address of the app, its parameters filled with what exists, with what does not, and with what breaks programs.
import routes from "#app/routes.ts";
import type { Random } from "../simulation/random.ts";
import { KINDS } from "../storm/town.ts";
import type { Ids } from "./host-area.ts";
import type { Town } from "./town.ts";
import { nastyValue, nastyValueFor, percentEncode } from "./values.ts";

interface RouteEntry {
  path?: string;
  index?: boolean;
  children?: RouteEntry[];
}

/** The patterns of all routes, such as "/:handle/:eventType". */
export const PATTERNS: string[] = patternsOf(routes as RouteEntry[], "");

function patternsOf(entries: RouteEntry[], above: string): string[] {
  return entries.flatMap(({ path, children = [] }) => {
    const own = path === undefined ? above : `${above}/${path}`;
    const below = patternsOf(children, own);
    return children.length > 0 && path === undefined ? below : [own || "/", ...below];
  });
}

const QUERY_NAMES = [
  "tz",
  "month",
  "day",
  "start",
  "duration",
  "notice",
  "page",
  "awaited",
  "problem",
  "missing",
  "code",
  "state",
  "error",
  "scope",
  "_routes",
  "_data",
  "index",
  "__proto__",
];

/** What the parameters of addresses can be, by their names. */
export type Known = Record<string, () => string>;

/** A path of the app as a request line holds it, mostly with what exists. @param known unless given, what guests know */
export function someTarget(
  town: Town,
  random: Random,
  known: Known = guestsKnow(town, random),
): string {
  const pattern = random.pick(PATTERNS);
  const path = fill(pattern, known, random);
  const spelled = random.chance(0.12) ? misspell(path, random) : path;
  const isData = random.chance(0.12);
  return spelled + (isData ? ".data" : "") + someQuery(random);
}

/** What the router itself serves, unknown paths, and paths that are hardly any. */
export function oddTarget(random: Random): string {
  return random.pick([
    () => `/__manifest?p=${percentEncode(nastyValue(random))}&version=1`,
    () => `/__manifest?${"p=%2Fa&".repeat(random.between(1, 400))}version=x`,
    () => `/assets/${percentEncode(nastyValue(random)).slice(0, 4_000)}`,
    () => `/${"a/".repeat(random.between(1, 3_000))}`,
    () => `/${"x".repeat(random.between(1, 14_000))}`,
    () => `/${percentEncode(nastyValue(random)).slice(0, 8_000)}`,
    () => `//evil.example/${random.pick(["", "..", "settings"])}`,
    () => "/.././../etc/passwd",
    () => "/%2e%2e/%2e%2e/etc/passwd",
    () => "/%",
    () => "/%zz/%E0%80%80",
    () => "/%ED%A0%80",
    () => "/ada%2F30-minute-meeting",
    () => "/_root.data",
    () => `/?${"a=1&".repeat(3_000)}`,
    () => "/\\evil.example",
    () => "/a;b=c/d|e^f",
    () => "/favicon.ico",
  ])();
}

function someQuery(random: Random): string {
  if (random.chance(0.3)) return "";
  const parts = Array.from({ length: random.between(1, 3) }, () => {
    const name = random.pick(QUERY_NAMES);
    return `${name}=${percentEncode(nastyValueFor(name, random)).slice(0, 6_000)}`;
  });
  // A parameter twice, and what is no query.
  if (random.chance(0.1)) parts.push(...parts);
  if (random.chance(0.05)) parts.push(random.pick(["%", "%zz=%zz", "&&&=", "=", "a[b]=c", "%00"]));
  return `?${parts.join("&")}`;
}

function guestsKnow(town: Town, random: Random): Known {
  const [, , hostId = "", bookingId = "", capability = ""] = pick(town, random).split("/");
  return {
    handle: () => town.ada.path.slice(1),
    eventType: () => random.pick([...KINDS.map(({ slug }) => slug), "30-minute-meeting"]),
    hostId: () => hostId,
    bookingId: () => bookingId,
    capability: () => (random.chance(0.5) ? capability : forge(capability, random)),
    ...idsOf(town.ada.ids, random),
  };
}

/** What the signed-in host sees in their own addresses; now and then the ids are another host's. */
export function hostKnows(town: Town, own: Ids, random: Random): Known {
  const foreign = { ...town.ada.ids, bookingId: [town.foreign.split("/")[3] ?? ""] };
  return idsOf(random.chance(0.15) ? foreign : own, random);
}

function idsOf(ids: Ids, random: Random): Known {
  const known = Object.entries(ids).filter(([, some]) => some.length > 0);
  return Object.fromEntries(known.map(([name, some]) => [name, () => random.pick(some)]));
}

function fill(pattern: string, known: Known, random: Random): string {
  return pattern.replaceAll(/:(\w+)\??|\*/g, (_, name = "") =>
    random.chance(0.8) && known[name] ? known[name]() : oddParameter(random),
  );
}

function pick(town: Town, random: Random): string {
  return random.chance(0.8) ? random.pick(town.bookings) : town.foreign;
}

function oddParameter(random: Random): string {
  const value = random.chance(0.3) ? "0".repeat(32) : nastyValue(random).slice(0, 3_000);
  return percentEncode(value) || "-";
}

/** A guest's link that is not: one bit of its key flipped, or cut, grown, or of another key. */
export function forge(capability: string, random: Random): string {
  const [keyId = "", mac = ""] = capability.split(".");
  return random.pick([
    () => `${keyId}.${flipBit(mac, random)}`,
    () => capability.slice(0, random.between(0, capability.length - 1)),
    () => `${capability}A`,
    () => `${capability}.${mac}`,
    () => `k2.${mac}`,
    () => `__proto__.${mac}`,
    () => `${keyId}.${mac.toLowerCase()}x`,
    () => `.${mac}`,
    () => `${keyId}.${percentEncode(nastyValue(random)).slice(0, 500)}`,
  ])();
}

const BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Of the last character's six bits two belong to no byte: those, too. */
function flipBit(mac: string, random: Random): string {
  const at = random.between(0, mac.length - 1);
  const flipped = BASE64_URL.indexOf(mac[at] ?? "A") ^ (1 << random.between(0, 5));
  return mac.slice(0, at) + BASE64_URL[flipped] + mac.slice(at + 1);
}

function misspell(path: string, random: Random): string {
  return random.pick([
    () => `${path}/`,
    () => `/${path}`,
    () => path.toUpperCase(),
    () => `${path}%`,
    () => `${path}%2F..`,
    () => `${path}/../..`,
    () => path.replace("/", "/./"),
    () => `${path}%00`,
    () => `${path};a=b`,
    () => `${path}.json`,
  ])();
}
