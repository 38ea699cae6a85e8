const PREFIX = "https://www.googleapis.com/auth/";

const LONG_NAMES: Record<string, string> = {
  email: `${PREFIX}userinfo.email`,
  profile: `${PREFIX}userinfo.profile`,
};

const SIGN_IN_SCOPES = new Set(["openid", ...Object.values(LONG_NAMES)]);

/** What the consent page says about each calendar scope; a scope that is not here is unknown. */
const CALENDAR_SCOPES: Record<string, string> = {
  calendar: "See, edit, share and delete every calendar you can open",
  "calendar.readonly": "See every calendar you can open",
  "calendar.events": "See and edit events on all your calendars",
  "calendar.events.readonly": "See events on all your calendars",
  "calendar.events.owned": "See, add, change and remove events on calendars that you own",
  "calendar.events.owned.readonly": "See events on calendars that you own",
  "calendar.events.freebusy": "See when you are busy, on every calendar you can open",
  "calendar.events.public.readonly": "See events on public calendars",
  "calendar.freebusy": "See when you are busy",
  "calendar.calendarlist": "See and change which calendars are on your list",
  "calendar.calendarlist.readonly": "See which calendars are on your list",
  "calendar.calendars": "Change the properties of your calendars and add calendars",
  "calendar.calendars.readonly": "See the properties of your calendars",
  "calendar.app.created": "Make calendars of its own and manage the events on them",
  "calendar.acls": "See and change who your calendars are shared with",
  "calendar.acls.readonly": "See who your calendars are shared with",
  "calendar.settings.readonly": "See your calendar settings",
};

/** The name under which a scope is granted: "email" becomes its long form. */
export function normalizeScope(scope: string): string {
  return LONG_NAMES[scope] ?? scope;
}

export function isSignInScope(scope: string): boolean {
  return SIGN_IN_SCOPES.has(scope);
}

/** What a person reads about a calendar scope, or null for a scope that does not exist. */
export function describeScope(scope: string): string | null {
  if (!scope.startsWith(PREFIX)) return null;
  const name = scope.slice(PREFIX.length);
  return Object.hasOwn(CALENDAR_SCOPES, name) ? (CALENDAR_SCOPES[name] ?? null) : null;
}

export function isKnownScope(scope: string): boolean {
  return isSignInScope(scope) || describeScope(scope) !== null;
}

/** The calendar scopes among granted ones, without their common prefix. */
export function calendarScopeNames(scopes: string[]): Set<string> {
  return new Set(
    scopes
      .filter((scope) => scope.startsWith(`${PREFIX}calendar`))
      .map((scope) => scope.slice(PREFIX.length)),
  );
}

/**
 * The `scope` value of a token answer. Google promises no order, so it is made to differ from the
 * order in which the scopes were asked for.
 */
export function scopeAnswer(scopes: string[]): string {
  const sorted = [...scopes].sort();
  const isAsAsked = sorted.every((scope, index) => scope === scopes[index]);
  return (isAsAsked ? sorted.reverse() : sorted).join(" ");
}

/** The `scope` value of the callback, which carries short and long names side by side. */
export function callbackScope(scopes: string[]): string {
  const short = Object.keys(LONG_NAMES).filter((name) => scopes.includes(normalizeScope(name)));
  return [...short, ...[...scopes].sort()].join(" ");
}
