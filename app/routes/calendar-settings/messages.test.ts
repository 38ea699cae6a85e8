import { expect, test } from "vitest";
import { messageOf, returnedOf } from "./messages.ts";

const paramsOf = (query: string) => new URLSearchParams(query);

test.each([
  "denied",
  "refused",
  "failed",
  "codeRefused",
  "googleUnavailable",
  "blockedByAdministrator",
  "noLastingAccess",
  "noOwnCalendar",
  "otherAccount",
  "identityRefused",
  "stillDisconnecting",
  "operatorFault",
])("R6.3 coming back from Google with %s is told in plain words", (problem) => {
  expect(messageOf(paramsOf(`problem=${problem}`))).toMatchObject({ tone: "bad" });
});

test("R6.2 the boxes that were left unticked are named, and nothing else that an address says", () => {
  const params = paramsOf("problem=missingPermissions&missing=writeEvents,toString,readBusyTimes");
  expect(returnedOf(params)).toEqual({
    kind: "missingPermissions",
    missing: ["writeEvents", "readBusyTimes"],
  });
  expect(messageOf(params)?.text).toContain(
    "bookings in your own calendars; see when you are busy",
  );
  expect(messageOf(paramsOf("problem=missingPermissions"))?.text).toContain("was not ticked. Try");
});

test("R1.5 what became of the access is told with the news that an account is disconnected", () => {
  const text = messageOf(paramsOf("notice=disconnected&grant=not_revoked"))?.text;
  expect(text).toContain("Done. The account is disconnected. The keys are deleted here");
  expect(messageOf(paramsOf("grant=not_revoked"))).toBeNull();
});

test.each(["__proto__", "constructor", "toString", "nothing-of-ours", ""])(
  "R6.3 an address that asks for the message '%s' shows none",
  (code) => {
    const query = new URLSearchParams({ problem: code, notice: code, missing: code });
    expect([messageOf(query), returnedOf(query)]).toEqual([null, null]);
  },
);
