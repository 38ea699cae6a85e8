// Many guests at once, over HTTP, against the built Worker and a real local D1.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import {
  addFault,
  addOwnEvent,
  becomeHost,
  eventsOf,
  eventually,
  headingOf,
  hiddenFields,
  liveEventsOf,
  openDetails,
  Visitor,
} from "./visitor.ts";

let app: RunningLocalApp;

beforeAll(async () => {
  app = await startLocalApp();
});

afterAll(() => app.stop());

const guest = (n: number) => ({ name: `Guest ${n}`, email: `guest${n}@example.org`, notes: "" });

function post(action: string, fields: Record<string, string>): Promise<Response> {
  return fetch(action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}

test("R7.7 of 50 guests who post at one slot at once, one is booked, and one event appears", async () => {
  const { path } = await becomeHost(app, "fifty@example.com");
  const forms = await Promise.all(Array.from({ length: 50 }, () => openDetails(app, path)));
  expect(new Set(forms.map(({ fields }) => fields.key)).size).toBe(50);
  expect(new Set(forms.map(({ fields }) => fields.start)).size).toBe(1);

  const answers = await Promise.all(
    forms.map(({ action, fields }, n) => post(action, { ...fields, ...guest(n) })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409 || status === 422)).toHaveLength(49);

  const live = () => liveEventsOf(app, "fifty@example.com");
  await eventually(live, (events) => events.length > 0, 30_000);
  expect(await live()).toHaveLength(1);
  expect(await eventsOf(app, "fifty@example.com")).toHaveLength(1);
});

test("R7.7 the same form posted five times at once is one booking and five times its confirmation", async () => {
  const { path } = await becomeHost(app, "five@example.com");
  const { action, fields } = await openDetails(app, path);
  const sent = { ...fields, ...guest(1) };
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(action, sent)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  const confirmations = new Set(answers.map(({ headers }) => headers.get("Location")));
  expect(confirmations.size).toBe(1);
  const confirmation = await new Visitor().get(app.origin + [...confirmations][0]);
  expect(headingOf(confirmation.html)).toBe("Your booking is confirmed");

  const live = () => liveEventsOf(app, "five@example.com");
  await eventually(live, (events) => events.length > 0, 30_000);
  expect(await live()).toHaveLength(1);

  const other = await post(action, { ...sent, notes: "something else" });
  expect(other.status).toBe(409);
  expect(await other.text()).not.toContain("guest1@example.org");
});

/** The starts of the free times that a page offers in the place of one that is gone. */
function timesToChoose(html: string): string[] {
  const radios = html.matchAll(/<input type="radio"[^>]* name="start"[^>]* value="([^"]+)"/g);
  return [...radios].map(([, start]) => start ?? "");
}

test("R7.5 a slot lost meanwhile is refused, with everything typed kept and other times to choose", async () => {
  const { path } = await becomeHost(app, "lost@example.com");
  const first = await openDetails(app, path);
  const second = await openDetails(app, path);
  await post(first.action, { ...first.fields, ...guest(1) });

  const typed = { name: "Too Late", email: "late@example.org", notes: "kept <b>as typed</b>" };
  const answer = await post(second.action, { ...second.fields, ...typed });
  expect(answer.status).toBe(409);
  const html = await answer.text();
  expect(html).toContain("Somebody else has just booked this time");
  expect(html).toContain('value="Too Late"');
  expect(html).toContain('value="late@example.org"');
  expect(html).toContain("kept &lt;b&gt;as typed&lt;/b&gt;");
  expect(hiddenFields(html).key).toBe(second.fields.key);

  const [other = ""] = timesToChoose(html);
  const mistyped = await post(second.action, {
    ...second.fields,
    ...typed,
    email: "late@",
    start: other,
  });
  expect(mistyped.status).toBe(422);
  const kept = hiddenFields(await mistyped.text());
  expect(kept).toEqual({ ...second.fields, start: other });

  const again = await post(second.action, { ...kept, ...typed });
  expect(again.status).toBe(303);
});

test("R3.6 Google refuses three times: booked at once, shown as retrying, and the event appears by itself within a minute", async () => {
  const email = "refused@example.com";
  const { visitor, path } = await becomeHost(app, email);
  await addFault(app, {
    match: { path: "events.insert" },
    effect: "refuse",
    status: 500,
    times: 3,
  });
  const { action, fields } = await openDetails(app, path);
  expect((await post(action, { ...fields, ...guest(1) })).status).toBe(303);
  const booked = Date.now();

  const dashboard = async () => (await visitor.get(`${app.origin}/dashboard`)).html;
  await eventually(
    dashboard,
    (html) => /Retrying at .* because .*Google answered 500/.test(html),
    10_000,
  );
  await eventually(
    () => liveEventsOf(app, email),
    (events) => events.length === 1,
    60_000,
  );
  expect(Date.now() - booked).toBeLessThan(60_000);
  await eventually(dashboard, (html) => html.includes("On your calendar"), 30_000);
});

test("R3.6 the insert is applied and its reply dropped: one event, found again and shown", async () => {
  const email = "dropped@example.com";
  const { visitor, path } = await becomeHost(app, email);
  await addFault(app, { match: { path: "events.insert" }, effect: "drop-reply", times: 1 });
  const { action, fields } = await openDetails(app, path);
  expect((await post(action, { ...fields, ...guest(1) })).status).toBe(303);
  const dashboard = async () => (await visitor.get(`${app.origin}/dashboard`)).html;
  await eventually(dashboard, (html) => html.includes("On your calendar"), 30_000);
  expect(await eventsOf(app, email)).toHaveLength(1);
  expect(await liveEventsOf(app, email)).toHaveLength(1);
});

test("R3.5 the same followed at once by a cancel: no live event is left", async () => {
  const email = "dropped.cancelled@example.com";
  const { visitor, path } = await becomeHost(app, email);
  await addFault(app, { match: { path: "events.insert" }, effect: "drop-reply", times: 1 });
  const { action, fields } = await openDetails(app, path);
  const booked = await post(action, { ...fields, ...guest(1) });
  const cancelPage = `${app.origin}${booked.headers.get("Location")}/cancel`;
  const { html } = await new Visitor().get(cancelPage);
  const cancelled = await post(cancelPage, { ...hiddenFields(html), reason: "" });
  expect(cancelled.status).toBe(303);
  const dashboard = async () => (await visitor.get(`${app.origin}/dashboard`)).html;
  await eventually(dashboard, (shown) => shown.includes("Not in your calendar"), 30_000);
  expect(await liveEventsOf(app, email)).toEqual([]);
});

test("R7.6 what the host has in the calendar takes its slot away", async () => {
  const email = "busy@example.com";
  const { path } = await becomeHost(app, email);
  const { action, fields } = await openDetails(app, path);
  const start = new Date(fields.start ?? "");
  const end = new Date(start.getTime() + 30 * 60_000);
  await addOwnEvent(app, email, start, end);
  const answer = await post(action, { ...fields, ...guest(1) });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain("This time can");
  expect(hiddenFields(html)).not.toHaveProperty("start");
  expect(timesToChoose(html)).toHaveLength(3);
  expect(timesToChoose(html)).not.toContain(fields.start);
  expect(await liveEventsOf(app, email)).toHaveLength(1);
});

test("D7 a page that a browser has kept is a 304 without a body, until somebody books", async () => {
  const { path } = await becomeHost(app, "kept@example.com", ["/sign-in"]);
  const page = `${app.origin}${path}/30-minute-meeting`;
  const ask = async (tag: string) => {
    const answer = await fetch(page, { headers: { "If-None-Match": tag } });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  // A minute that begins meanwhile makes another page of it.
  const kept = await eventually(
    async () => {
      const { headers } = await fetch(page);
      return ask(headers.get("ETag") ?? "");
    },
    ({ status }) => status === 304,
    10_000,
  );
  expect(kept.body).toBe("");
  expect(kept.headers.get("Cache-Control")).toBe("private, no-cache");
  expect(kept.headers.get("ETag")).toMatch(/^W\/"[\w-]{43}"$/);
  const { action, fields } = await openDetails(app, path);
  expect((await post(action, { ...fields, ...guest(1) })).status).toBe(303);
  expect((await ask(kept.headers.get("ETag") ?? "")).status).toBe(200);
});
