const prefix = "https://www.googleapis.com/auth/";

/** What connecting asks for: the smallest set that the features need (Calendar API, "Choose scopes"). */
export const calendarScopes = {
  listCalendars: `${prefix}calendar.calendarlist.readonly`,
  readBusyTimes: `${prefix}calendar.events.freebusy`,
  writeEvents: `${prefix}calendar.events.owned`,
} as const;

export type CalendarPermission = keyof typeof calendarScopes;

/** Google answers `email` with its long name, and in any order: compare as sets of these. */
export function normaliseScopes(scope: string): Set<string> {
  const names = scope.split(" ").filter((name) => name !== "");
  return new Set(names.map((name) => name.replace(`${prefix}userinfo.`, "")));
}

/** Wider scopes that include one of ours (discovery document, `auth.oauth2.scopes`). */
const alsoGrantedBy: Record<CalendarPermission, string[]> = {
  listCalendars: ["calendar", "calendar.readonly", "calendar.calendarlist"],
  readBusyTimes: ["calendar", "calendar.readonly", "calendar.freebusy"],
  writeEvents: ["calendar", "calendar.events"],
};

/** The permissions that a grant lacks: people untick boxes. */
export function missingPermissions(granted: Set<string>): CalendarPermission[] {
  const permissions = Object.keys(calendarScopes) as CalendarPermission[];
  return permissions.filter(
    (permission) =>
      !granted.has(calendarScopes[permission]) &&
      !alsoGrantedBy[permission].some((name) => granted.has(prefix + name)),
  );
}
