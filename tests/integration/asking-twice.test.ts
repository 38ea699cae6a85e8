import { env } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import {
  aConnectedHost,
  aForm,
  aHost,
  book,
  GRACE,
  liveEvents,
  mailsAbout,
  requireBooked,
  row,
} from "./people.ts";
import { createWorld } from "./world.ts";

// Hours pass in these tests, and a busy machine is slow.
vi.setConfig({ testTimeout: 30_000 });

const countBookings = async () => (await row("SELECT count(*) AS n FROM bookings")).n;

test("R7.7 the same form five times at once makes one booking and five times its answer", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const form = aForm(host);

  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => bookSlot(world.context, form)),
  );
  await world.settle();

  const ids = outcomes.map((outcome) => requireBooked(outcome).id);
  expect(new Set(ids).size).toBe(1);
  expect(await countBookings()).toBe(1);
  expect(liveEvents(world).map(({ id }) => id)).toEqual([`b${ids[0]}g1`]);
});

test("R7.7 a form that comes again while its first sending is stored gets that booking", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const form = aForm(host);
  // The second sending finds no booking yet; the first one ends before it goes on.
  let first: Promise<unknown> | null = null;
  const second = world.worker({
    database: {
      before: async ({ sql }) => {
        if (first || !sql.includes("'confirmed'")) return;
        first = book(world.context, form);
        await first;
        await world.settle();
      },
    },
  });

  const outcome = await bookSlot(second.context, form);
  await second.settle();

  expect(first).not.toBeNull();
  expect(requireBooked(outcome).id).toBe(requireBooked(await bookSlot(world.context, form)).id);
  await world.settle();
  expect(liveEvents(world)).toHaveLength(1);
});

test("R7.7 a form that comes again finds its booking though Google already shows the time as busy", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const form = aForm(host);
  let first: Promise<unknown> | null = null;
  const second = world.worker({
    google: async (send, request) => {
      if (!first && request.url.endsWith("/freeBusy")) {
        first = book(world.context, form);
        await first;
        await world.settle();
      }
      return send();
    },
  });

  const outcome = await bookSlot(second.context, form);
  await second.settle();

  expect(first).not.toBeNull();
  expect(outcome.kind).toBe("booked");
  expect(await countBookings()).toBe(1);
});

test("the same form again, hours later, brings the same booking and no second mail", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const form = aForm(host, { startsAt: Date.parse("2026-11-05T09:00:00Z") });
  const booking = await book(world.context, form);
  await world.settle();
  await world.passTime(5 * 3_600_000);

  expect((await book(world.context, form)).id).toBe(booking.id);
  await world.settle();
  expect(mailsAbout(world, booking)).toEqual(["invitation"]);
});

test.each([
  ["is switched off", "UPDATE event_types SET is_active = 0"],
  ["gets another address", "UPDATE event_types SET slug = 'another'"],
  ["loses its page", "UPDATE users SET page_enabled = 0"],
  ["has a host with another handle", "UPDATE users SET handle = 'countess'"],
  ["goes", "DELETE FROM event_types"],
])(
  "R7.7 the same form again finds its booking though the event type %s meanwhile",
  async (_what, change) => {
    const world = await createWorld();
    const host = await aHost(world);
    const form = aForm(host, { durationMinutes: 30 });
    const booking = await book(world.context, form);
    await env.DB.prepare(change).run();
    expect(await bookSlot(world.context, form)).toMatchObject({
      kind: "booked",
      booking: { id: booking.id },
    });
    expect(await bookSlot(world.context, aForm(host))).toEqual({ kind: "pageUnknown" });
    const other = { ...form, guest: { ...form.guest, name: "Mallory" } };
    expect((await bookSlot(world.context, other)).kind).toBe("formReused");
    await world.settle();
  },
);

test("R7.7 the same form again finds its booking though somebody else has the address meanwhile, and books nothing there", async () => {
  const world = await createWorld();
  const [ada, grace] = [await aHost(world), await aHost(world, GRACE)];
  const form = aForm(ada);
  const booking = await book(world.context, form);
  await env.DB.prepare("UPDATE users SET handle = 'countess' WHERE id = ?").bind(ada.id).run();
  await env.DB.prepare("UPDATE users SET handle = ? WHERE id = ?").bind(ada.handle, grace.id).run();
  expect(requireBooked(await bookSlot(world.context, form)).id).toBe(booking.id);
  expect(await bookSlot(world.context, { ...form, formKey: crypto.randomUUID() })).toEqual({
    kind: "pageUnknown",
  });
  await world.settle();
  expect(await countBookings()).toBe(1);
});

test("R7.7 the same form again finds its booking though another event type has the address meanwhile", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  const form = aForm(host);
  const booking = await book(world.context, form);
  await env.DB.prepare("UPDATE event_types SET slug = 'another'").run();
  await env.DB.prepare(
    `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes,
       minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
     SELECT host_id, 'new', schedule_id, ?, 'New', 45, 60, 60, 15, 'phone' FROM event_types`,
  )
    .bind(form.eventTypeSlug)
    .run();
  expect(requireBooked(await bookSlot(world.context, form)).id).toBe(booking.id);
  await world.settle();
});

test("a form that was refused because the slot was taken stays refused, and may ask for another", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  await book(world.context, aForm(host));
  const late = aForm(host);
  expect((await bookSlot(world.context, late)).kind).toBe("taken");
  expect((await bookSlot(world.context, late)).kind).toBe("taken");

  const elsewhere = { ...late, startsAt: late.startsAt + 1_800_000 };
  expect((await bookSlot(world.context, elsewhere)).kind).toBe("booked");
  await world.settle();
});

test("a form that has booked brings nothing else: other content is refused, and shows nothing", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  const form = aForm(host);
  await book(world.context, form);
  const { guest, startsAt } = form;

  for (const changed of [
    { guest: { ...guest, name: "Someone Else" } },
    { guest: { ...guest, email: "else@example.org" } },
    { guest: { ...guest, notes: "new notes" } },
    { startsAt: startsAt + 1_800_000 },
  ]) {
    const outcome = await bookSlot(world.context, { ...form, ...changed });
    expect(outcome).toEqual({ kind: "formReused" });
  }
  await world.settle();
  expect(await countBookings()).toBe(1);
});

test("the same form key at another host's page is another booking", async () => {
  const world = await createWorld();
  const [ada, grace] = [await aHost(world), await aHost(world, "grace@example.com")];
  const startsAt = Date.parse("2026-11-02T15:00:00Z");
  const form = aForm(ada, { startsAt });
  const first = await book(world.context, form);
  const second = await book(world.context, { ...form, hostId: grace.id, handle: grace.handle });
  expect(second.id).not.toBe(first.id);
  await world.settle();
});

test("R7.7 of 50 guests who want one slot at the same moment, one gets it", async () => {
  const world = await createWorld();
  const host = await aConnectedHost(world);
  const forms = Array.from({ length: 50 }, (_, n) =>
    aForm(host, {
      guest: { name: `Guest ${n}`, email: `guest${n}@example.org`, notes: "", timeZone: "UTC" },
    }),
  );

  const outcomes = await Promise.all(forms.map((form) => bookSlot(world.context, form)));
  await world.settle();
  await world.passTime(120_000);

  const kinds = outcomes.map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["booked", ...Array(49).fill("taken")]);
  expect(await countBookings()).toBe(1);
  expect(liveEvents(world)).toHaveLength(1);
  const orphans = await env.DB.prepare("SELECT count(*) AS n FROM booking_syncs").first("n");
  expect(orphans).toBe(1);
});

test("R7.7 overlapping slots of two event types at one moment: one of them is booked", async () => {
  const world = await createWorld();
  const host = await aHost(world);
  await env.DB.prepare(
    `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes,
       minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
     SELECT host_id, 'long', schedule_id, 'long-meeting', 'Long meeting', 90, 60, 60, 30, 'phone'
     FROM event_types`,
  ).run();
  const hour = Date.parse("2026-11-02T09:00:00Z");
  const forms = [
    aForm(host, { startsAt: hour + 1_800_000 }),
    aForm(host, { startsAt: hour, eventTypeSlug: "long-meeting" }),
    aForm(host, { startsAt: hour - 1_800_000, eventTypeSlug: "long-meeting" }),
  ];

  const outcomes = await Promise.all(forms.map((form) => bookSlot(world.context, form)));
  await world.settle();

  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["booked", "taken", "taken"]);
});
