import { expect, test } from "vitest";
import { notUnique } from "./database.server.ts";
import {
  createHost,
  createSession,
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionOf,
  findHost,
  findHostByGoogleSub,
  findHostByHandle,
  findSessionHost,
  isHandleFree,
  listSessions,
  prolongSession,
  updatePage,
  updateProfile,
} from "./hosts.server.ts";
import { d1, db, NOW, rowsOf } from "./tables.fixtures.ts";

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

const create = (name: string, changes: { handle?: string; googleSub?: string } = {}) =>
  createHost(
    db,
    {
      id: name,
      googleSub: changes.googleSub ?? `sub-${name}`,
      email: `${name}@example.com`,
      name,
      pictureUrl: null,
      handle: changes.handle ?? name,
      timeZone: "Europe/London",
      createdAt: NOW,
    },
    { id: "s", name: "Hours", timeZone: "Europe/London", weeklyHours: [], isDefault: true },
    {
      id: "t",
      slug: "30min",
      title: "30 minute meeting",
      durationMinutes: 30,
      minimumNoticeMinutes: 0,
      bookingWindowDays: 30,
      slotStepMinutes: 30,
      locationKind: "google_meet",
    },
  );

const session = (idHash: string, hostId: string) =>
  createSession(db, {
    idHash,
    hostId,
    createdAt: NOW,
    idleExpiresAt: NOW + 100,
    expiresAt: NOW + 200,
  });

test("R7.1 a host is found by account, id and handle", async () => {
  await create("ada");
  expect(await findHostByGoogleSub(db, "sub-ada")).toMatchObject({ id: "ada" });
  expect(await findHost(db, "ada")).toMatchObject({ handle: "ada" });
  expect(await findHostByHandle(db, "ada")).toMatchObject({ id: "ada" });
  expect(await isHandleFree(db, "ada")).toBe(false);
  expect(await isHandleFree(db, "grace")).toBe(true);
  expect(await findHostByHandle(db, "grace")).toBeNull();
});

test("R7.4 a page that is switched off is not found, and its handle is not free", async () => {
  await create("hidden");
  await d1.prepare("UPDATE users SET page_enabled = 0 WHERE id = 'hidden'").run();
  expect(await findHostByHandle(db, "hidden")).toBeNull();
  expect(await isHandleFree(db, "hidden")).toBe(false);
});

test("R7.1 a handle that is taken makes no host, nor a schedule or event type of one", async () => {
  await create("first");
  const error = await rejection(create("second", { handle: "first" }));
  expect(notUnique(error)).toBe("users.handle");
  expect(await findHost(db, "second")).toBeNull();
  expect(await rowsOf("SELECT * FROM schedules WHERE host_id = 'second'")).toEqual([]);
});

test("R7.1 an account has one host, even when it signs in twice at once", async () => {
  const tries = ["twin-a", "twin-b"].map((name) => rejection(create(name, { googleSub: "twins" })));
  const errors = (await Promise.all(tries)).filter((error) => error !== null);
  expect(errors.map(notUnique)).toEqual(["users.google_sub"]);
});

test("R7.1 a handle in capitals is refused", async () => {
  await expect(create("Capital")).rejects.toThrow();
});

test("R1 a changed e-mail and name follow the account", async () => {
  await create("moving");
  await updateProfile(
    db,
    "moving",
    { email: "new@example.com", name: "New", pictureUrl: "p" },
    NOW + 1,
  );
  expect(await findHost(db, "moving")).toMatchObject({
    email: "new@example.com",
    name: "New",
    updatedAt: NOW + 1,
  });
});

test("R7.1 a new zone moves the default hours and makes decisions stale; the same zone does not", async () => {
  await create("zoned");
  const version = async () => (await findHost(db, "zoned"))?.rulesVersion ?? Number.NaN;
  const before = await version();
  await updatePage(db, "zoned", { handle: "zoned-2", timeZone: "Europe/London" }, NOW);
  expect(await version()).toBe(before);
  await updatePage(db, "zoned", { handle: "zoned-2", timeZone: "Asia/Tokyo" }, NOW);
  expect(await version()).toBe(before + 1);
  expect(await rowsOf("SELECT time_zone FROM schedules WHERE host_id = 'zoned'")).toEqual([
    { time_zone: "Asia/Tokyo" },
  ]);
  expect(await findHost(db, "zoned")).toMatchObject({ handle: "zoned-2", timeZone: "Asia/Tokyo" });
});

test("R7.1 a handle that somebody else has changes nothing of the page", async () => {
  await create("mine");
  await create("theirs");
  const error = await rejection(
    updatePage(db, "mine", { handle: "theirs", timeZone: "Asia/Tokyo" }, NOW),
  );
  expect(notUnique(error)).toBe("users.handle");
  expect(await findHost(db, "mine")).toMatchObject({ handle: "mine", timeZone: "Europe/London" });
  expect(await rowsOf("SELECT time_zone FROM schedules WHERE host_id = 'mine'")).toEqual([
    { time_zone: "Europe/London" },
  ]);
});

// ---------------------------------------------------------------- sessions

test("R1 a session opens for its host until it has been idle too long", async () => {
  await create("idle");
  await session("idle-session", "idle");
  expect(await findSessionHost(db, "idle-session", NOW + 99)).toMatchObject({
    host: { id: "idle" },
    idleExpiresAt: NOW + 100,
  });
  expect(await findSessionHost(db, "idle-session", NOW + 100)).toBeNull();
  expect(await findSessionHost(db, "unknown", NOW)).toBeNull();
});

test("R1 a session that is used goes on, but never past its absolute end", async () => {
  await create("busy");
  await session("busy-session", "busy");
  await prolongSession(db, "busy-session", NOW + 1_000);
  expect(await findSessionHost(db, "busy-session", NOW + 199)).not.toBeNull();
  expect(await findSessionHost(db, "busy-session", NOW + 200)).toBeNull();
});

test("R1 signing out ends this session and no other", async () => {
  await create("leaving");
  await session("leaving-1", "leaving");
  await session("leaving-2", "leaving");
  await deleteSession(db, "leaving-1");
  expect(await findSessionHost(db, "leaving-1", NOW)).toBeNull();
  expect(await findSessionHost(db, "leaving-2", NOW)).not.toBeNull();
});

test("R1 a host ends one session, or all but the one in use, and nobody else's", async () => {
  await create("at-home");
  await create("neighbour");
  await session("home", "at-home");
  await session("phone", "at-home");
  await session("library", "at-home");
  await session("next-door", "neighbour");
  const open = async (hostId: string) =>
    (await listSessions(db, hostId, NOW)).map(({ idHash }) => idHash).toSorted();

  await deleteSessionOf(db, "at-home", "next-door");
  expect(await open("neighbour")).toEqual(["next-door"]);
  await deleteSessionOf(db, "at-home", "phone");
  expect(await open("at-home")).toEqual(["home", "library"]);
  await deleteOtherSessions(db, "at-home", "home");
  expect(await open("at-home")).toEqual(["home"]);
  expect(await open("neighbour")).toEqual(["next-door"]);
  expect(await listSessions(db, "at-home", NOW + 100)).toEqual([]);
});

test("D3 sessions past their end are cleared away, the others kept", async () => {
  await create("cleared");
  await session("cleared-1", "cleared");
  await deleteExpiredSessions(db, NOW + 200);
  expect(await rowsOf("SELECT * FROM sessions WHERE id_hash = 'cleared-1'")).toHaveLength(1);
  await deleteExpiredSessions(db, NOW + 201);
  expect(await rowsOf("SELECT * FROM sessions WHERE id_hash = 'cleared-1'")).toEqual([]);
});
