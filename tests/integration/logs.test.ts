import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { finishSignIn, startSignIn } from "#app/auth/sign-in.server.ts";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { guestLink } from "#app/use-cases/guest-link.server.ts";
import { walkThroughConsent } from "#google-sandbox/consent-walk.ts";
import { aForm, book, cancel, connect, hostNow, signInAs } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const CANARIES = {
  hostName: "Hortensia Canaryhost",
  hostEmail: "canaryhost@example.com",
  guestName: "Gwendolyn Canaryguest",
  guestEmail: "canaryguest@example.org",
  notes: "canarynotes of a private matter\nat canaryplace, by canarynight",
  reason: "canaryreason",
};
const guest = {
  name: CANARIES.guestName,
  email: CANARIES.guestEmail,
  notes: CANARIES.notes,
  timeZone: "UTC",
};

let lines: string[];
let world: World;
const secrets = new Set<string>();

beforeEach(async () => {
  lines = [];
  secrets.clear();
  for (const method of ["log", "info", "debug", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => {
      lines.push(parts.map(String).join(" "));
    });
  }
  const { hostEmail: email, hostName: name } = CANARIES;
  world = await createWorld({ accounts: [{ email, name }] });
  vi.spyOn(globalThis, "fetch").mockImplementation(world.sandbox.fetch);
});

async function signInTheHost(fault?: () => void) {
  const request = new Request(`${env.APP_ORIGIN}/sign-in`);
  const redirect = await startSignIn(request, world.context, null).catch((thrown) => thrown);
  const { callback } = await walkThroughConsent(world.sandbox, redirect.headers.get("Location"), {
    email: CANARIES.hostEmail,
  });
  if (!callback) throw new Error("Google kept the host");
  for (const name of ["code", "state"]) secrets.add(callback.searchParams.get(name) ?? "");
  const cookie = redirect.headers.get("Set-Cookie").split(";")[0];
  secrets.add(cookie.split("=")[1]);
  fault?.();
  return finishSignIn(new Request(callback, { headers: { Cookie: cookie } }), world.context);
}

function expectNoSecretInTheLines(): void {
  const { accessTokens, refreshTokens, codes } = world.sandbox.snapshot();
  for (const tokens of [accessTokens, refreshTokens, codes]) {
    for (const token of Object.keys(tokens)) secrets.add(token);
  }
  const keys = [env.TOKEN_KEY_RING, env.LINK_KEY_RING, env.GOOGLE_CLIENT_SECRET];
  const all = lines.join("\n");
  for (const secret of [...secrets, ...keys]) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/canary|hortensia|gwendolyn|ya29\.|1\/\/0|4\/0A|v1\.k1\./i);
}

test("R5.4 a whole journey with failures at every turn writes no name, address, token, code or link to the log", async () => {
  const { faults } = world.sandbox;
  await signInTheHost(() =>
    faults.add({ match: { path: "token" }, effect: "refuse", status: 400 }),
  );
  await signInTheHost(() => faults.add({ match: { path: "userinfo" }, effect: "refuse" }));
  const signedIn = await signInTheHost();
  if (signedIn.kind !== "signedIn") throw new Error(signedIn.kind);
  const hostId = await signInAs(world.context, signedIn.profile, "Europe/Berlin");
  const newHost = await hostNow(world.context, hostId);
  faults.add({ match: { path: "token" }, effect: "refuse" });
  await connect(world, newHost);
  await connect(world, newHost);
  const host = await hostNow(world.context, hostId);

  faults.add({ match: { path: "events.insert" }, effect: "refuse", times: 2 });
  faults.add({ match: { path: "events.insert" }, effect: "drop-reply" });
  const booking = await book(world.context, aForm(host, { guest }));
  secrets.add(await guestLink(world.context.env, booking));
  await world.settle();
  await world.passTime(120_000);
  faults.add({ match: { path: "events.delete" }, effect: "refuse" });
  await cancel(world.context, booking);
  await world.settle();
  world.sandbox.killTokens(CANARIES.hostEmail);
  await world.passTime(120_000);

  expect(lines.join("\n")).toContain('"what":"sync"');
  expect(lines.join("\n")).toContain('"what":"sign_in"');
  expectNoSecretInTheLines();
});

const failures: [string, string][] = [
  ["a lost connection", "D1_ERROR: Network connection lost."],
  ["a constraint", "D1_ERROR: CHECK constraint failed: bookings_status_is_known"],
];

test.each(failures)(
  "D1 failing at any call with %s writes nothing of the guest to the log",
  async (_what, message) => {
    const signedIn = await signInTheHost();
    if (signedIn.kind !== "signedIn") throw new Error(signedIn.kind);
    const hostId = await signInAs(world.context, signedIn.profile, "Europe/Berlin");
    await connect(world, await hostNow(world.context, hostId));
    const host = await hostNow(world.context, hostId);

    for (let n = 1; n < 30; n++) {
      let calls = 0;
      const worker = world.worker({
        database: {
          before: () => {
            calls += 1;
            if (calls >= n) throw new Error(message);
          },
        },
      });
      const startsAt = Date.parse("2026-11-03T08:00:00Z") + n * 1_800_000;
      await bookSlot(worker.context, aForm(host, { guest, startsAt }));
      await worker.settle();
    }
    expect(lines.length).toBeGreaterThan(10);
    expectNoSecretInTheLines();
  },
);

test("a statement that D1 can't run is logged without what it was to store", async () => {
  const signedIn = await signInTheHost();
  if (signedIn.kind !== "signedIn") throw new Error(signedIn.kind);
  const hostId = await signInAs(world.context, signedIn.profile, "Europe/Berlin");
  const host = await hostNow(world.context, hostId);
  await env.DB.prepare(
    `CREATE TRIGGER broken BEFORE INSERT ON bookings BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`,
  ).run();
  expect(await bookSlot(world.context, aForm(host, { guest }))).toEqual({ kind: "databaseAway" });
  await env.DB.prepare("DROP TRIGGER broken").run();
  expect(lines.join("\n")).toContain('"what":"book_slot"');
  expectNoSecretInTheLines();
});
