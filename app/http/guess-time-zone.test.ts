import { expect, test } from "vitest";
import { guessTimeZone } from "./guess-time-zone.ts";

const guess = (cf: unknown) =>
  guessTimeZone(new Request("https://slotkeeper.test/", { cf } as RequestInit));

test("R7.4 the zone that Cloudflare names is the guess", () => {
  expect(guess({ timezone: "Europe/Berlin" })).toBe("Europe/Berlin");
});

test.each([
  ["nothing", undefined],
  ["no zone", {}],
  ["a zone that is no text", { timezone: 5 }],
  ["an unknown zone", { timezone: "Mars/Olympus_Mons" }],
  ["an empty zone", { timezone: "" }],
])("R7.4 there is no guess when it says %s", (_what, cf) => {
  expect(guess(cf)).toBeNull();
});
