import { expect, test } from "vitest";
import { createBooking } from "./bookings.server.ts";
import { notUnique, refusalOf } from "./database.server.ts";
import { aHost, bookingId, db, NOW, newBooking } from "./tables.fixtures.ts";

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** As drizzle throws it: the statement and its parameters in the message, the database's error as the cause. */
const failedQuery = (parameter: string, cause: Error) =>
  new Error(`Failed query: insert into "bookings"\nparams: ${parameter}`, { cause });

const down = new Error("D1_ERROR: Network connection lost.");

test("D3 a trigger's refusal is read from the error that the database gives", async () => {
  const hostId = await aHost();
  await createBooking(db, newBooking(hostId), null, NOW);
  const error = await rejection(
    createBooking(db, newBooking(hostId, { id: bookingId(2) }), null, NOW),
  );
  expect(refusalOf(error)).toBe("slot_taken");
  expect(notUnique(error)).toBeNull();
});

test("D3 any other error is no refusal", async () => {
  expect(refusalOf(down)).toBeNull();
  expect(refusalOf(new Error("slot_taken"))).toBeNull();
  expect(refusalOf("slot_taken: SQLITE_CONSTRAINT")).toBeNull();
  expect(refusalOf(undefined)).toBeNull();
  expect(notUnique(down)).toBeNull();
});

test("D3 what a guest wrote is never taken for what the database said", () => {
  expect(refusalOf(failedQuery("slot_taken: SQLITE_CONSTRAINT", down))).toBeNull();
  expect(notUnique(failedQuery("UNIQUE constraint failed: users.handle", down))).toBeNull();
});

test("D3 a refusal is found under what wraps it", () => {
  const cause = new Error(
    "D1_ERROR: stale_rules: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
  );
  expect(refusalOf(failedQuery("hello", cause))).toBe("stale_rules");
});
