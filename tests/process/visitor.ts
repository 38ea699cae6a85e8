// A browser in miniature: cookies, redirects, and the forms that a page shows. No JavaScript.
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { asIfReadFor } from "../read-form.ts";

export interface Visited {
  status: number;
  url: string;
  html: string;
  headers: Headers;
}

export class Visitor {
  #cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Visited> {
    return this.#visit(url, { method: "GET" });
  }

  async post(url: string, fields: Record<string, string>): Promise<Visited> {
    return this.#visit(url, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** The cookies that go to an origin, as a header has them. */
  cookieFor(origin: string): string {
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** One request, its redirect not followed. */
  async request(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const cookie = this.cookieFor(origin);
    const headers = { ...(cookie ? { Cookie: cookie } : {}), ...init.headers };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) jar.set(name, value ?? "");
    }
    return response;
  }

  async #visit(url: string, init: RequestInit): Promise<Visited> {
    let response = await this.request(url, init);
    let at = url;
    for (let hops = 0; hops < 10 && response.status >= 300 && response.status < 400; hops++) {
      at = new URL(response.headers.get("Location") ?? "", at).href;
      response = await this.request(at, { method: "GET" });
    }
    const { status, headers } = response;
    return { status, url: at, html: await response.text(), headers };
  }
}

/** The hidden fields of a page's forms. */
export function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value ?? ""]));
}

/** The addresses that a page links to, as written. */
export function linksOf(html: string, holding: string): string[] {
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? "");
  return links
    .map((href) => href.replaceAll("&amp;", "&"))
    .filter((href) => href.includes(holding));
}

export function headingOf(html: string): string {
  return /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.replaceAll(/<!-- -->|<[^>]+>/g, "") ?? "";
}

interface Origins {
  origin: string;
  sandboxOrigin: string;
}

/**
 * Signs in and connects a calendar as a person does.
 * @param trips what they go to Google for
 * @returns the visitor, and the path of their page
 */
export async function becomeHost(
  app: Origins,
  email: string,
  trips = ["/sign-in", "/auth/calendar"],
): Promise<{ visitor: Visitor; path: string }> {
  await postJson(`${app.sandboxOrigin}/sandbox/accounts`, { email, name: "Ada Lovelace" });
  const visitor = new Visitor();
  const sandbox = { fetch: (url: Request | URL | string, init?: RequestInit) => fetch(url, init) };
  const goThroughGoogle = async (action: string) => {
    const leave = await visitor.request(app.origin + action, {
      method: "POST",
      body: new URLSearchParams({ timeZone: "Europe/Berlin" }),
    });
    const authorize = leave.headers.get("Location") ?? "";
    const { callback } = await walkThroughConsent(sandbox, authorize, { email });
    if (!callback) throw new Error(`Google did not send ${email} back`);
    return visitor.get(callback.href);
  };
  for (const trip of trips) await goThroughGoogle(trip);
  const settings = await visitor.get(`${app.origin}/settings`);
  const address = /Share this address: <a href="([^"]+)"/.exec(settings.html)?.[1];
  if (!address) throw new Error(`the settings name no page: ${settings.status} ${settings.url}`);
  return { visitor, path: address };
}

/** The details page of the host's n-th free slot of the first free day, its form read by a person but still unsent. */
export async function openDetails(
  app: Origins,
  hostPath: string,
  nth = 0,
): Promise<{ action: string; fields: Record<string, string> }> {
  const guest = new Visitor();
  const page = await guest.get(`${app.origin}${hostPath}/30-minute-meeting`);
  const slot = linksOf(page.html, "/book?")[nth];
  if (!slot) throw new Error(`no slot number ${nth} is offered`);
  const details = await guest.get(app.origin + slot);
  return {
    action: app.origin + slot,
    fields: await asIfReadFor(60_000, hiddenFields(details.html)),
  };
}

interface SandboxEvent {
  id: string;
  status: string;
  summary?: string;
  hangoutLink?: string;
}

/** What stands in an account's primary calendar, deleted events included. */
export async function eventsOf(app: Origins, email: string): Promise<SandboxEvent[]> {
  const query = new URLSearchParams({ account: email, calendar: "primary" });
  const answer = await fetch(`${app.sandboxOrigin}/sandbox/events?${query}`);
  return ((await answer.json()) as { events: SandboxEvent[] }).events;
}

export async function liveEventsOf(app: Origins, email: string): Promise<SandboxEvent[]> {
  return (await eventsOf(app, email)).filter((event) => event.status !== "cancelled");
}

export async function addFault(app: Origins, fault: object): Promise<void> {
  await postJson(`${app.sandboxOrigin}/sandbox/faults`, fault);
}

async function postJson(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused ${JSON.stringify(body)}: ${answer.status}`);
}

/** An event that the host puts into their calendar by hand; times in Berlin, the sandbox's own zone. */
export async function addOwnEvent(
  app: Origins,
  email: string,
  start: Date,
  end: Date,
): Promise<void> {
  const wallTime = (at: Date) =>
    at.toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T").slice(0, 16);
  const answer = await fetch(`${app.sandboxOrigin}/calendar/add`, {
    method: "POST",
    body: new URLSearchParams({
      account: email,
      calendar: email,
      week: wallTime(start).slice(0, 10),
      summary: "Dentist",
      start: wallTime(start),
      end: wallTime(end),
    }),
  });
  if (!answer.ok) throw new Error(`the sandbox took no event: ${answer.status}`);
}

/** Asks again and again until the answer satisfies, or throws after `withinMs`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  withinMs: number,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
