// The details form: what guests fill in, where it goes, and what a form gets that books nothing.
import { env } from "cloudflare:test";
import { beforeEach, expect, test, vi } from "vitest";
import { startSession } from "#app/auth/session.server.ts";
import { stampForm } from "#app/crypto/form-stamp.server.ts";
import { BOOKING_LIMITS, KEEP_REQUESTS_MS } from "#app/domain/booking-limits.ts";
import { bookingsJson } from "#app/domain/bookings-json.ts";
import { calendarFile } from "#app/domain/calendar-file.ts";
import type { Question } from "#app/domain/question.ts";
import * as guestPage from "#app/routes/booking/route.tsx";
import { loader as hostPage } from "#app/routes/host-booking/route.tsx";
import { exportBookings } from "#app/use-cases/export-bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import {
  changeEventType,
  type Fields,
  fillIn,
  MONDAY_AT_10,
  openPage,
  send,
} from "./details-form.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { aConnectedHost, aForm, book, liveEvents, row } from "./people.ts";
import { createWorld, type World } from "./world.ts";

const QUESTIONS: Question[] = [
  { kind: "text", id: "q1", label: "What is it about?", isRequired: true },
  { kind: "long_text", id: "q2", label: "Tell more", isRequired: false },
  { kind: "choice", id: "q3", label: "How many?", isRequired: true, choices: ["One", "More"] },
];
const ANSWERED = { "answer-q1": "Engines", "answer-q2": "one\r\ntwo", "answer-q3": "More" };

let world: World;
let host: Host;

beforeEach(async () => {
  world = await createWorld();
  host = await aConnectedHost(world);
});

const bookingsStored = async () =>
  (await row<{ n: number }>("SELECT count(*) AS n FROM bookings")).n;

async function storedBooking() {
  const { answers, ...stored } = await row<Record<string, string>>("SELECT * FROM bookings");
  return { ...stored, answers: JSON.parse(answers ?? "") };
}

/** The params of the guest's page that an answer leads to. */
function guestParams({ location }: Answer) {
  const [, , hostId = "", bookingId = "", capability = ""] = (location ?? "").split("/");
  return { hostId, bookingId, capability };
}

test("R7.5 the host's questions are asked, and the answers stand with the booking, in its event and in what the host takes along", async () => {
  await changeEventType(host, { questions: QUESTIONS });
  expect((await openPage(world.context, host)).data.questions).toEqual(QUESTIONS);
  const booked = await send(world.context, host, await fillIn(world, host, ANSWERED));
  expect(booked.status).toBe(303);
  await world.settle();

  const answers = [
    { question: "What is it about?", answer: "Engines" },
    { question: "Tell more", answer: "one\ntwo" },
    { question: "How many?", answer: "More" },
  ];
  expect((await storedBooking()).answers).toEqual(answers);
  const [event] = liveEvents(world);
  expect(event?.description).toContain(
    "What is it about?\nEngines\n\nTell more\none\ntwo\n\nHow many?\nMore",
  );

  const params = guestParams(booked);
  const context = { ...world.context };
  const toGuest = guestPage.loader({ request: new Request(env.APP_ORIGIN), params, context });
  expect((await toGuest).answers).toEqual(answers);
  const Cookie = await startSession(world.context, host.id);
  const request = new Request(`${env.APP_ORIGIN}/bookings/${params.bookingId}`, {
    headers: { Cookie },
  });
  const toHost = await answerOf(hostPage, { request, params, context });
  expect(JSON.stringify(toHost.data)).toContain(JSON.stringify(answers));

  const about = { name: host.name, email: host.email, page: "" };
  const exported = async (file: ReturnType<typeof bookingsJson>) =>
    new Response(await exportBookings(world.context, host.id, file)).text();
  const json = JSON.parse(await exported(bookingsJson(about, 0)));
  expect(json.bookings[0].answers).toEqual(answers);
  const ics = await exported(calendarFile(about, "book.example.com", 0));
  expect(ics.replaceAll("\r\n ", "")).toContain("What is it about?\\nEngines\\n\\nTell more");
});

test("R7.5 a required question left open is answered beside its field, with everything typed kept, and nothing stored", async () => {
  await changeEventType(host, { questions: QUESTIONS });
  const fields = await fillIn(world, host, { ...ANSWERED, "answer-q1": " ", "answer-q3": "" });
  const answer = await send(world.context, host, fields);
  expect(answer.status).toBe(422);
  expect(answer.data.errors).toEqual({
    "answer-q1": "Please answer this.",
    "answer-q3": "Choose one of these.",
  });
  expect(answer.data.typed).toMatchObject({
    ...{ key: fields.key, stamp: fields.stamp, name: "Grace Hopper", email: "grace@example.org" },
    answers: { q1: " ", q2: "one\r\ntwo", q3: "" },
  });
  expect(answer.data.choice.slot.start).toBe(MONDAY_AT_10);
  expect(await bookingsStored()).toBe(0);
  expect((await send(world.context, host, { ...fields, ...ANSWERED })).status).toBe(303);
});

test("R7.5 a wrong address and wrong answers are answered together, each beside its field", async () => {
  await changeEventType(host, { questions: QUESTIONS, location_kind: "guest_phone" });
  const wrong = {
    ...{ email: "grace@", phone: "call me", "answer-q1": "x".repeat(501) },
    ...{ "answer-q2": "x".repeat(2001), "answer-q3": "Everybody" },
  };
  const answer = await send(world.context, host, await fillIn(world, host, wrong));
  expect(answer.status).toBe(422);
  expect(answer.data.errors).toEqual({
    email: "This is no e-mail address. It should look like name@example.com.",
    phone: "This is no phone number. It should look like +44 20 7946 0000.",
    "answer-q1": "At most 500 characters, please.",
    "answer-q2": "At most 2000 characters, please.",
    "answer-q3": "Choose one of these.",
  });
});

test("R7.7 the same form with another answer is another request: the booking that it made stands", async () => {
  await changeEventType(host, { questions: QUESTIONS });
  const fields = await fillIn(world, host, ANSWERED);
  const first = await send(world.context, host, fields);
  const again = await send(world.context, host, { ...fields, "answer-q2": "one\ntwo " });
  expect(again.location).toBe(first.location);
  expect((await send(world.context, host, { ...fields, "answer-q1": "Looms" })).status).toBe(409);
  expect(await bookingsStored()).toBe(1);
});

test("R7.7 a form sent twice is one booking even if the host has asked something else meanwhile", async () => {
  const fields = await fillIn(world, host);
  const first = await send(world.context, host, fields);
  await changeEventType(host, { questions: QUESTIONS });
  expect((await send(world.context, host, fields)).location).toBe(first.location);
});

test("R7.5 a guest who is to be called says where; the number is the place of the booking", async () => {
  await changeEventType(host, { location_kind: "guest_phone" });
  expect((await openPage(world.context, host)).data).toMatchObject({
    asksForPhone: true,
    place: { text: `By phone, ${host.name} calls you`, detail: null },
  });
  const fields = await fillIn(world, host);
  const missing = await send(world.context, host, fields);
  expect(missing.data.errors).toEqual({ phone: "Enter your phone number." });
  expect((await send(world.context, host, { ...fields, phone: "+49 (30) 1234-5" })).status).toBe(
    303,
  );
  await world.settle();
  expect(await storedBooking()).toMatchObject({
    location_kind: "guest_phone",
    location_detail: "+49 (30) 1234-5",
  });
  expect(liveEvents(world)[0]?.location).toBe("+49 (30) 1234-5");
});

test("R7.5 R3.2 what a guest writes is plain text in the event, whatever it looks like", async () => {
  await changeEventType(host, { questions: QUESTIONS });
  const evil = '<a href="https://evil.example">here</a> &lt;b&gt; \u202e\u0000<form>';
  const typed = { notes: evil, "answer-q1": evil, "answer-q2": evil, "answer-q3": "One" };
  const fields = await fillIn(world, host, typed);
  expect((await send(world.context, host, fields)).status).toBe(303);
  await world.settle();
  const [event] = liveEvents(world);
  const written = event?.description ?? "";
  for (const sign of ["<", ">", "\u0000", "\u202e"]) expect(written).not.toContain(sign);
  const shown =
    '&lt;a href="https://evil.example"&gt;here&lt;/a&gt; &amp;lt;b&amp;gt; &lt;form&gt;';
  expect(written.split(shown)).toHaveLength(4);
});

test("R7.2 a guest books the duration that was chosen, and none that is not offered", async () => {
  await changeEventType(host, { other_durations: [60] });
  const fields = await fillIn(world, host, { duration: "60" });
  expect((await send(world.context, host, { ...fields, duration: "45" })).status).toBe(422);
  expect((await send(world.context, host, fields)).status).toBe(303);
  const { starts_at: start, ends_at: end } =
    await row<Record<string, number>>("SELECT * FROM bookings");
  expect([start, end]).toEqual([9, 10].map((hour) => Date.UTC(2026, 10, 2, hour)));
});

test("R7.7 a form is taken from one second on and however long it was open; whoever is quicker is asked to confirm, and told of no mistake", async () => {
  const fields = await fillIn(world, host);
  const { now } = world.clock;
  const shownAgo = async (ms: number) => ({
    ...fields,
    stamp: await stampForm(world.context.env.LINK_KEY_RING, fields.key ?? "", now() - ms),
  });
  for (const tooYoung of [999, 0, -60_000]) {
    const quick = await shownAgo(tooYoung);
    const answer = await send(world.context, host, quick);
    expect(answer.status).toBe(422);
    expect(answer.data).toMatchObject({ errors: {}, refusal: null, isToConfirm: true });
    expect(answer.data.typed).toMatchObject({ key: fields.key, stamp: quick.stamp });
    expect(answer.data.choice.slot.start).toBe(MONDAY_AT_10);
  }
  expect(await bookingsStored()).toBe(0);
  expect((await send(world.context, host, await shownAgo(3 * 86_400_000))).status).toBe(303);
  expect((await send(world.context, host, await shownAgo(1_000))).status).toBe(303);
  expect(await bookingsStored()).toBe(1);
});

test("R7.7 a form whose stamp is missing, forged or of another form is incomplete, and comes back with a new one", async () => {
  const fields = await fillIn(world, host);
  const other = await fillIn(world, host);
  const older = (fields.stamp ?? "").replace(/^\d+/, (at) => String(Number(at) - 60_000));
  const { stamp, ...rest } = fields;
  const without: Fields = rest;
  const stamps = [
    without,
    ...["", "x", older, other.stamp ?? ""].map((broken) => ({ ...fields, stamp: broken })),
  ];
  for (const broken of stamps) {
    const answer = await send(world.context, host, broken);
    expect(answer.status).toBe(422);
    expect(answer.data.errors.stamp).toBe("This form was incomplete. Please send it again.");
    const { key, stamp: renewed } = answer.data.typed;
    expect(key).not.toBe(fields.key);
    expect(renewed).not.toBe(stamp);
    await world.clock.moveTo(world.clock.now() + 2_000);
    const again = await send(world.context, host, { ...broken, key, stamp: renewed, email: "x" });
    expect(again.data.errors).toEqual({ email: expect.any(String) });
  }
  expect(await bookingsStored()).toBe(0);
});

test("R7.7 whoever fills in what people don't see books nothing, and a person can simply press again", async () => {
  const fields = await fillIn(world, host, { notes: "kept" });
  const answer = await send(world.context, host, {
    ...fields,
    "leave-empty": "https://spam.example",
  });
  expect(answer.status).toBe(422);
  expect(answer.data.refusal).toMatch(/^Nothing was booked, because a field was filled in/);
  expect(answer.data.typed).toMatchObject({ key: fields.key, notes: "kept" });
  expect(await bookingsStored()).toBe(0);
  expect((await send(world.context, host, fields)).status).toBe(303);
});

test("R7.7 bookings are counted by the address that Cloudflare names, a whole /64 as one", async () => {
  const { context } = world;
  for (let n = 0; n < BOOKING_LIMITS.fromAddress; n++) {
    const startsAt = Date.UTC(2026, 10, 3 + Math.floor(n / 8), 8 + (n % 8));
    await book(context, aForm(host, { startsAt, address: "2001:db8:0:1::/64" }));
  }
  const counted = await row<{ n: number }>("SELECT count(*) AS n FROM booking_requests");
  expect(counted.n).toBe(BOOKING_LIMITS.fromAddress);
  const fields = await fillIn(world, host, { notes: "kept" });
  const answer = await send(context, host, fields, "2001:db8:0:1:ffff::7");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("Retry-After")).toBe("3600");
  expect(answer.data.refusal).toMatch(/try again in an hour/);
  expect(answer.data.typed).toMatchObject({ key: fields.key, notes: "kept" });
  expect((await send(context, host, fields, "2001:db8:0:2::7")).status).toBe(303);
});

test("R7.7 who booked from where is forgotten a day later, within the hour", async () => {
  const counted = async () =>
    (await row<{ n: number }>("SELECT count(*) AS n FROM booking_requests")).n;
  await book(world.context, aForm(host));
  await world.clock.moveTo(world.clock.now() + KEEP_REQUESTS_MS - 1);
  await world.runCron();
  expect(await counted()).toBe(1);
  await world.clock.moveTo(world.clock.now() + 120_000);
  await world.runCron();
  expect(await counted()).toBe(1);
  await world.clock.moveTo(Math.ceil(world.clock.now() / 3_600_000) * 3_600_000);
  await world.runCron();
  expect(await counted()).toBe(0);
});

const limiter = (limit: () => Promise<{ success: boolean }>) =>
  world.worker({ env: { BOOKING_RATE_LIMIT: { limit } } }).context;

test("R7.7 an address beyond the rate limit gets a 429 with its form, before the database is asked", async () => {
  const fields = await fillIn(world, host, { notes: "kept" });
  const asked: string[] = [];
  const context = world.worker({
    database: { before: ({ sql }) => void asked.push(sql) },
    env: { BOOKING_RATE_LIMIT: { limit: async ({ key }) => ({ success: key !== "192.0.2.7" }) } },
  }).context;
  const answer = await send(context, host, fields, "192.0.2.7");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("Retry-After")).toBe("60");
  expect(answer.data).toEqual(fields);
  expect(asked).toEqual([]);
  expect((await send(context, host, fields, "192.0.2.8")).status).toBe(303);
});

test("R7.7 a rate limit that fails, or an address that is unknown, keeps nobody from booking", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const failing = limiter(() => Promise.reject(new Error("away")));
  const fields = await fillIn(world, host);
  expect((await send(failing, host, fields, "192.0.2.7")).status).toBe(303);
  expect(logged).toHaveBeenCalledOnce();
  const refusing = limiter(async () => ({ success: false }));
  expect((await send(refusing, host, fields, "127.0.0.1")).status).toBe(303);
});

test("R7.7 the same form again leads to its booking though its host has another address meanwhile", async () => {
  const form = await fillIn(world, host);
  const first = await send(world.context, host, form);
  await row("UPDATE users SET handle = 'countess' RETURNING id");
  const { status, location } = await send(world.context, host, form);
  expect({ status, location }).toEqual({ status: 303, location: first.location });
  expect(await bookingsStored()).toBe(1);
});

test.each([
  ["phone", "+44 20 7946 0000", "By phone, you call Ada Lovelace"],
  ["link", "https://meet.example/ada", "Online"],
])(
  "R7.2 where a meeting by %s is reached stands on the booking, and before on no page",
  async (location_kind, location_detail, text) => {
    await changeEventType(host, { location_kind, location_detail });
    const { data } = await openPage(world.context, host);
    expect(data.place.text).toContain(text);
    expect(JSON.stringify(data)).not.toContain(location_detail);
    const form = await fillIn(world, host, { name: "" });
    const refused = await send(world.context, host, form);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.data)).not.toContain(location_detail);

    const booked = await send(world.context, host, { ...form, name: "Grace" });
    const request = new Request(env.APP_ORIGIN);
    const params = guestParams(booked);
    const shown = await guestPage.loader({ request, params, context: { ...world.context } });
    expect(shown.place).toMatchObject({ text, detail: location_detail });
  },
);

test("R7.2 where a meeting in person is stands on the form already: the guest has to get there", async () => {
  await changeEventType(host, { location_kind: "in_person", location_detail: "St James’s Square" });
  const { data } = await openPage(world.context, host);
  expect(data.place).toMatchObject({ text: "In person", detail: "St James’s Square", href: null });
});

test("R7.5 a form open while its host changed the duration is told so, and its own time is offered again", async () => {
  const fields = await fillIn(world, host, { duration: "30", notes: "kept" });
  await changeEventType(host, { duration_minutes: 50 });
  const answer = await send(world.context, host, fields);
  expect(answer.status).toBe(422);
  expect(answer.data.refusal).toMatch(/^This meeting now lasts 50 min/);
  expect(answer.data.typed).toMatchObject({ key: fields.key, notes: "kept" });
  expect(answer.data.choice.slot.start).toBe(fields.start);
  expect(await bookingsStored()).toBe(0);
  expect((await send(world.context, host, { ...fields, duration: "50" })).status).toBe(303);
});

test("R7.5 an address whose domain has foreign letters is mailed to; of others it is said what is wrong", async () => {
  const errorFor = async (email: string) =>
    (await send(world.context, host, await fillIn(world, host, { email }))).data.errors.email;
  expect(await errorFor("ä@exämple.org")).toMatch(/before the @/);
  expect(await errorFor(`${"x".repeat(80)}@example.org`)).toMatch(/at most 64 characters/);
  expect(await errorFor("grace@exämple")).toMatch(/no e-mail address/);
  const fields = await fillIn(world, host, { email: "grace@exämple.org" });
  expect((await send(world.context, host, fields)).status).toBe(303);
  expect(await row("SELECT guest_email FROM bookings")).toEqual({
    guest_email: "grace@xn--exmple-cua.org",
  });
});

test("R7.5 what is about to be booked is summed up before and confirmed after, each time with its zone", async () => {
  const { data } = await openPage(world.context, host, {
    start: MONDAY_AT_10,
    tz: "America/New_York",
  });
  expect(data).toMatchObject({
    ...{ title: "30 minute meeting", hostName: "Ada Lovelace", durationMinutes: 30 },
    choice: {
      slot: { name: "Monday 2 November, 04:00 to 04:30" },
      zoneLabel: "America/New York (GMT-5)",
    },
  });
  const booked = await send(
    world.context,
    host,
    await fillIn(world, host, { tz: "America/New_York", notes: "About engines" }),
  );
  const request = new Request(env.APP_ORIGIN);
  const context = { ...world.context };
  expect(await guestPage.loader({ request, params: guestParams(booked), context })).toMatchObject({
    ...{ headline: "Your booking is confirmed", title: "30 minute meeting" },
    ...{ when: "Monday 2 November 2026, 04:00 – 04:30", zone: "America/New York (GMT-5)" },
    ...{ guestName: "Grace Hopper", notes: "About engines", hostName: "Ada Lovelace" },
  });
});

test("R7.10 a page that is closed while its form is filled in books nothing and brings the form back as it was sent; open again, the same form books", async () => {
  const setPage = (isOn: number) =>
    env.DB.prepare("UPDATE users SET page_enabled = ? WHERE id = ?").bind(isOn, host.id).run();
  const fields = await fillIn(world, host, { notes: "By the window, please" });
  await setPage(0);
  const closed = await send(world.context, host, fields);
  expect([closed.status, closed.data]).toEqual([404, fields]);
  expect(await bookingsStored()).toBe(0);
  await setPage(1);
  expect((await send(world.context, host, fields)).status).toBe(303);
  await world.settle();
});
