import { expect, test } from "vitest";
import { calendarScopes, missingPermissions, normaliseScopes } from "./scopes.ts";

const prefix = "https://www.googleapis.com/auth/";
const LIST = `${prefix}calendar.calendarlist.readonly`;
const BUSY = `${prefix}calendar.events.freebusy`;
const WRITE = `${prefix}calendar.events.owned`;

const missing = (scope: string) => missingPermissions(normaliseScopes(scope));

test("R5.5 the features need these three scopes and no others", () => {
  expect(Object.values(calendarScopes)).toEqual([LIST, BUSY, WRITE]);
});

test("R6.2 a grant of everything lacks nothing, in any order and with any others beside", () => {
  expect(missing([LIST, BUSY, WRITE].join(" "))).toEqual([]);
  expect(
    missing(`openid ${WRITE} ${prefix}userinfo.email ${LIST}  ${BUSY} ${prefix}drive`),
  ).toEqual([]);
});

test.each([
  ["nothing", "", ["listCalendars", "readBusyTimes", "writeEvents"]],
  ["sign-in only", "openid email profile", ["listCalendars", "readBusyTimes", "writeEvents"]],
  ["no list", `${BUSY} ${WRITE}`, ["listCalendars"]],
  ["no busy times", `${LIST} ${WRITE}`, ["readBusyTimes"]],
  ["no writing", `${LIST} ${BUSY}`, ["writeEvents"]],
])("R6.2 a grant of %s names what it lacks", (_what, scope, permissions) => {
  expect(missing(scope)).toEqual(permissions);
});

test.each([
  ["calendar", ["listCalendars", "readBusyTimes", "writeEvents"]],
  ["calendar.readonly", ["listCalendars", "readBusyTimes"]],
  ["calendar.calendarlist", ["listCalendars"]],
  ["calendar.freebusy", ["readBusyTimes"]],
  ["calendar.events", ["writeEvents"]],
  ["calendar.events.readonly", []],
  ["calendar.events.owned.readonly", []],
  ["calendar.app.created", []],
  ["calendar.settings.readonly", []],
])("R5.5 the scope %s covers %j", (name, covered) => {
  const all = ["listCalendars", "readBusyTimes", "writeEvents"];
  expect(missing(prefix + name)).toEqual(all.filter((permission) => !covered.includes(permission)));
});

test("R6.2 long and short names of the sign-in scopes are the same", () => {
  expect(normaliseScopes(`${prefix}userinfo.email ${prefix}userinfo.profile openid`)).toEqual(
    normaliseScopes("openid profile email"),
  );
});
