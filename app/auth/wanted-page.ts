// The page of the host's area that somebody asked for before they had to sign in, and that signing in leads back to. It
// travels in an address, a form and a flow, so it may be anything: only what is surely a page of ours is led to.

/** The first part of the path of every page that is the host's alone, and what the host calls it. */
const areas: Record<string, string> = {
  welcome: "your first steps",
  dashboard: "your dashboard",
  sync: "Sync",
  bookings: "your bookings",
  "event-types": "your event types",
  availability: "your availability",
  settings: "your settings",
};

/** Addresses of the area that show nothing: the page on which what they do is asked for. Their query may hold a code. */
const askedForOn: Record<string, string> = {
  "/auth/calendar": "/settings/calendar",
  "/auth/calendar/callback": "/settings/calendar",
  "/settings/account/bookings.json": "/settings/account",
  "/settings/account/bookings.ics": "/settings/account",
};

/** The name under which addresses and forms carry the page. */
const WANTED = "to";
const LONGEST = 500;
/** What the area's addresses look like. No dot, percent sign or empty part in the path: nothing that can be read as another. */
const SHAPE = /^\/([a-z-]+)(?:\/[\w-]+)*\/?(?:\?[^\\#]*)?$/;
/** What a page says of something that was done just before: it is not said again later. */
const TOLD = ["notice", "problem"];

/**
 * The page that a text names, as a path with its query, as it is when nothing has just been done there.
 * @param text from anywhere
 * @param origin of the app
 * @returns null for whatever is not exactly a path that the host's area owns
 */
export function findWantedPage(text: string | null | undefined, origin: string): string | null {
  if (!text || text.length > LONGEST || nameOfPage(text) === null) return null;
  if (!URL.canParse(text, origin)) return null;
  const url = new URL(text, origin);
  if (url.origin !== origin || url.pathname + url.search !== text) return null;
  for (const name of TOLD) url.searchParams.delete(name);
  return url.pathname + url.search;
}

/** The page that a request was about; null when it was about none that can be led back to. */
export function wantedPageOf({ url }: Pick<Request, "url">, origin: string): string | null {
  const { pathname, search } = new URL(url);
  if (Object.hasOwn(askedForOn, pathname)) return askedForOn[pathname] ?? null;
  // A query that is too long is left behind; its page is not.
  return findWantedPage(pathname + search, origin) ?? findWantedPage(pathname, origin);
}

/** The page that the address of the sign-in page names; null for none, and for what is no page. */
export function readWantedPage(params: URLSearchParams, origin: string): string | null {
  return findWantedPage(params.get(WANTED), origin);
}

/** What the host calls a page: "your bookings"; null when the area has none there. */
export function nameOfPage(page: string): string | null {
  const [, first = ""] = SHAPE.exec(page) ?? [];
  return Object.hasOwn(areas, first) ? (areas[first] ?? null) : null;
}

/**
 * The address of the sign-in page.
 * @param wanted where signing in is to lead
 * @param problem what went wrong before, by its code
 */
export function signInPath(wanted: string | null, problem?: string): string {
  const query = new URLSearchParams({ ...(problem && { problem }), ...(wanted && { to: wanted }) });
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}
