// One request after the other that nobody sends who means well, each told by a seed and a number.

import { fillIn, type ServedForm } from "../served-form.ts";
import { createRandom, type Random } from "../simulation/random.ts";
import { forge, hostKnows, oddTarget, someTarget } from "./addresses.ts";
import { encodeBody } from "./bodies.ts";
import { type Change, changeFields, type Fields } from "./fields.ts";
import type { HostArea } from "./host-area.ts";
import type { RawRequest } from "./raw-http.ts";
import { FORMS, type PooledForm, type Town } from "./town.ts";
import { nastyValue, percentEncode } from "./values.ts";

export interface FuzzCase {
  number: number;
  /** "book: start=9999-…, truncated" */
  name: string;
  request: RawRequest;
  /** It can't be in order: whatever is not 4xx is wrong. */
  mustRefuse: boolean;
  /** The body ends before it is over, so that there may be no answer at all. */
  isUnfinished: boolean;
  /** The form that it was made of; null when it was made of none. */
  used: PooledForm | null;
}

type Made = Omit<FuzzCase, "number">;

const WEIGHTS = { address: 35, form: 45, link: 8, post: 7, host: 15 };

export async function makeCase(town: Town, seed: number, number: number): Promise<FuzzCase> {
  const random = createRandom(seed, `case ${number}`);
  const kind = random.weighted(WEIGHTS);
  const made = await makers[kind](town, random);
  return { number, ...made, name: `${kind} ${made.name}` };
}

const makers: Record<keyof typeof WEIGHTS, (town: Town, random: Random) => Promise<Made>> = {
  address: async (town, random) => {
    const target = random.chance(0.8) ? someTarget(town, random) : oddTarget(random);
    const method = random.weighted({ GET: 8, HEAD: 1, PUT: 0.4, DELETE: 0.4, OPTIONS: 0.4 });
    const mustRefuse = !["GET", "HEAD"].includes(method);
    const headers = [...headersOf(town, random), ...oddHeaders(random)];
    const request = { method, target, headers, body: null };
    return { name: "", request, mustRefuse, isUnfinished: false, used: null };
  },

  form: async (town, random) => {
    const name = random.pick(FORMS);
    const used = await town.take(name);
    const made = postOf(town, random, used.form.action, Object.entries(used.fields));
    return { ...made, name: `${name}: ${made.name}`, used };
  },

  /** A form in order, to a link that is not. */
  link: async (town, random) => {
    const name = random.pick(["move", "edit", "cancel"] as const);
    const used = await town.take(name);
    const { pathname, search, origin } = new URL(used.form.action);
    const [, first = "", hostId = "", bookingId = "", capability = "", ...rest] =
      pathname.split("/");
    const [, , foreignHost = "", foreignId = "", foreignCapability = ""] = town.foreign.split("/");
    const [what, link] = random.pick([
      () => ["forged", [hostId, bookingId, forge(capability, random)]] as const,
      () => ["of another booking", [foreignHost, foreignId, capability]] as const,
      () => ["of another host", [foreignHost, bookingId, capability]] as const,
      () => ["of another's link", [hostId, bookingId, foreignCapability]] as const,
    ])();
    const action = `${origin}/${[first, ...link, ...rest].join("/")}${search}`;
    const fields = Object.entries(used.fields);
    const request = postRequest(town, random, action, { change: inOrder, fields });
    return { ...request, name: `${name}: ${what}`, mustRefuse: true, used: null };
  },

  /** Anything, to any address. */
  post: async (town, random) => {
    const fields: Fields = Array.from({ length: random.between(0, 4) }, () => [
      random.pick(["timeZone", "code", "state", "error", "key", "start", "intent", "do", "remove"]),
      nastyValue(random),
    ]);
    const action = town.worker.origin + someTarget(town, random);
    // Not every address has a form, and whoever is not signed in is led to where they can.
    return { ...postOf(town, random, action, fields), mustRefuse: false };
  },

  host: async (town, random) => {
    const area = await town.hostArea();
    const made =
      area.forms.length === 0 || random.chance(0.3)
        ? lookAsHost(town, area, random)
        : await postAsHost(town, area, random);
    made.request.headers.push(["Cookie", area.cookie]);
    return made;
  },
};

/** A page of the host's, by a link of theirs or by any address that could be theirs. */
function lookAsHost(town: Town, area: HostArea, random: Random): Made {
  const query = random.chance(0.5) ? `?${percentEncode(nastyValue(random)).slice(0, 500)}=1` : "";
  const target = random.chance(0.4)
    ? random.pick(area.pages) + query
    : someTarget(town, random, hostKnows(town, area.ids, random));
  const request = { method: "GET", target, headers: headersOf(town, random), body: null };
  return { name: "", request, mustRefuse: false, isUnfinished: false, used: null };
}

async function postAsHost(town: Town, area: HostArea, random: Random): Promise<Made> {
  const form = random.pick(area.forms);
  const foreignId = town.foreign.split("/")[3] ?? "";
  const own = /\/(bookings|event-types|availability)\/[0-9a-f]{32}/;
  const action = random.chance(0.1) ? form.action.replace(own, `/$1/${foreignId}`) : form.action;
  const fields = [...Object.entries(fillIn(form)), ...pressed(form, random)];
  const made = postOf(town, random, action, fields);
  // What a form without fields sends is not looked at.
  made.mustRefuse &&= fields.length > 0;
  return { ...made, name: `${new URL(action).pathname}: ${made.name}` };
}

/** What the button sends that is pressed; some forms have several, some a button that sends nothing. */
function pressed({ fields }: ServedForm, random: Random): Fields {
  const buttons = fields.filter(({ kind }) => kind === "submit");
  if (buttons.length === 0 || random.chance(0.1)) return [];
  const { name, value } = random.pick(buttons);
  return [[name, value]];
}

const inOrder: Change = { name: "as it was served", mustRefuse: false };

function postOf(town: Town, random: Random, action: string, served: Fields): Made {
  const changed = random.chance(0.93)
    ? changeFields(served, random)
    : { change: inOrder, fields: served };
  return postRequest(town, random, action, changed);
}

function postRequest(
  town: Town,
  random: Random,
  action: string,
  { change, fields }: { change: Change; fields: Fields },
): Made {
  const encoded = encodeBody(fields, random);
  const headers = [...headersOf(town, random), ...encoded.headers];
  const isCrossSite = random.chance(0.02);
  if (isCrossSite) headers.push(["Sec-Fetch-Site", "cross-site"]);
  else if (random.chance(0.5)) headers.push(["Origin", town.worker.origin]);
  if (random.chance(0.1)) headers.push(...oddHeaders(random));
  // An address from a page may hold what a request line must not.
  const target = action.slice(town.worker.origin.length).replaceAll(/[^\x21-\x7e]/g, "%20") || "/";
  const { body, sentBytes } = encoded;
  return {
    name: [change.name, encoded.name, isCrossSite ? "cross-site" : ""].filter(Boolean).join(", "),
    request: { method: "POST", target, headers, body, sentBytes },
    mustRefuse: change.mustRefuse || encoded.mustRefuse || isCrossSite,
    isUnfinished: sentBytes < body.length,
    used: null,
  };
}

function headersOf(town: Town, random: Random): [string, string][] {
  return [
    ["Host", new URL(town.worker.origin).host],
    // Guests come from addresses of their own.
    ["CF-Connecting-IP", `10.${random.between(2, 254)}.${random.between(0, 254)}.1`],
  ];
}

/** Header values are one line of bytes: what else they hold is for the platform to refuse. */
function oddHeaders(random: Random): [string, string][] {
  const value = () => percentEncode(nastyValue(random)).slice(0, 3_000);
  const raw = () =>
    nastyValue(random)
      .replaceAll(/[^\x20-\x7e]/g, "")
      .slice(0, 3_000);
  return random.pick<() => [string, string][]>([
    () => [],
    () => [["Cookie", `slotkeeper-session=${value()}`]],
    () => [["Cookie", `slotkeeper-session=${raw()}`]],
    () => [["Cookie", `slotkeeper-session=${"A".repeat(43)}.${"B".repeat(43)}`]],
    () => [["Cookie", `${raw()}; ${raw()}=; =;;; slotkeeper-oauth=%zz; slotkeeper-session`]],
    () => [["Cookie", `slotkeeper-session=bnVsbA%3D%3D; slotkeeper-session=${value()}`]],
    () => [["Accept-Language", raw()]],
    () => [["Accept", raw()]],
    () => [["If-None-Match", raw()]],
    () => [["If-None-Match", "*"]],
    () => [["If-Modified-Since", raw()]],
    () => [["Range", "bytes=-1,0-,99999999999999999999-"]],
    () => [["X-Forwarded-Host", "evil.example"]],
    () => [
      ["Origin", raw()],
      ["Sec-Fetch-Site", "same-origin"],
    ],
    () => [["CF-Timezone", raw()]],
    () => [["User-Agent", raw()]],
    () => [["X-Remix-Reload-Document", "yes"]],
  ])();
}
