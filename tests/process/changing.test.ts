// What crafted and broken requests get from the forms that change a booking: 4xx with words that help, nothing changed.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { breakDatabase, mendDatabase } from "./broken-database.ts";
import {
  becomeHost,
  eventually,
  headingOf,
  hiddenFields,
  linksOf,
  liveEventsOf,
  openDetails,
  Visitor,
} from "./visitor.ts";

const EMAIL = "ada@example.com";
const urlencoded = "application/x-www-form-urlencoded";

let app: RunningLocalApp;
let host: { visitor: Visitor; path: string };
const guest = new Visitor();
/** The addresses of a new booking: its guest's page, its host's. */
let guestPage: string;
let hostPage: string;

beforeAll(async () => {
  app = await startLocalApp();
  host = await becomeHost(app, EMAIL);
});

afterAll(() => app.stop());

let guests = 0;

beforeEach(async () => {
  const { action, fields } = await openDetails(app, host.path);
  const email = `grace${++guests}@example.org`;
  const who = { name: "Grace Hopper", email, notes: "About compilers" };
  const booked = await guest.post(action, { ...fields, ...who });
  expect(booked.status).toBe(200);
  guestPage = booked.url;
  hostPage = `${app.origin}/bookings/${guestPage.split("/")[5]}`;
});

/** What the guest reads of their booking: it tells whether anything changed. */
async function bookingShown(): Promise<string> {
  const { html } = await guest.get(guestPage);
  const card = /<h1\b.*?<section aria-labelledby="meeting".*?<\/section>/s.exec(html)?.[0];
  if (!card) throw new Error(`no booking is shown: ${html}`);
  // The link comes when Google has made it.
  return card.replace(/<p[^>]*>(?:By )?Google Meet.*?<\/p>|data-live="\w+"/gs, "");
}

/** Ways to one form each: who asks, where it is, and what it sends when filled in well. */
const forms = {
  "the guest's move": () => ({ visitor: guest, address: `${guestPage}/move`, good: {} }),
  "the guest's edit": () => ({
    visitor: guest,
    address: `${guestPage}/edit`,
    good: { name: "Grace B. Hopper", notes: "New notes" },
  }),
  "the guest's cancel": () => ({
    visitor: guest,
    address: `${guestPage}/cancel`,
    good: { reason: "ill" },
  }),
  "the host's move": () => ({ visitor: host.visitor, address: `${hostPage}/move`, good: {} }),
  "the host's edit": () => ({
    visitor: host.visitor,
    address: `${hostPage}/edit`,
    good: { title: "Planning", notes: "New notes" },
  }),
  "the host's cancel": () => ({
    visitor: host.visitor,
    address: `${hostPage}/cancel`,
    good: { reason: "ill" },
  }),
};
type FormName = keyof typeof forms;
const formNames = Object.keys(forms) as FormName[];

/** A form as its page shows it, filled in, still unsent; for a move the n-th free slot is chosen. */
async function open(name: FormName, nth = 0) {
  const { visitor, address, good } = forms[name]();
  const first = await visitor.get(address);
  const slot = linksOf(first.html, "/move?start=")[nth];
  const action = slot ? app.origin + slot : address;
  const { html } = slot ? await visitor.get(action) : first;
  const hidden = hiddenFields(html.slice(html.indexOf('<form method="post" action="/booking')));
  const fields = slot ? hidden : hiddenFields(html);
  return { visitor, action, fields: { ...fields, ...good } as Record<string, string> };
}

function post(visitor: Visitor, action: string, body: BodyInit, headers: HeadersInit = {}) {
  return visitor.request(action, { method: "POST", body, headers });
}

test.each(formNames)(
  "R7.8 %s works without JavaScript, and sent twice it is one change",
  async (name) => {
    const { visitor, action, fields } = await open(name);
    const before = await bookingShown();
    const first = await post(visitor, action, new URLSearchParams(fields));
    expect(first.status).toBe(303);
    const after = await bookingShown();
    expect(after).not.toBe(before);
    const second = await post(visitor, action, new URLSearchParams(fields));
    expect([second.status, second.headers.get("Location")]).toEqual([
      303,
      first.headers.get("Location"),
    ]);
    expect(await bookingShown()).toBe(after);
  },
);

test.each(formNames)(
  "%s without its revision, or with none of ours, is asked for again and then works",
  async (name) => {
    const { visitor, action, fields } = await open(name);
    const before = await bookingShown();
    for (const revision of [null, "", "0", "-1", "1.5", "one", "1e400", "99999999999999999999"]) {
      const { revision: _, ...rest } = fields;
      const sent: Record<string, string> = revision === null ? rest : { ...rest, revision };
      const answer = await visitor.post(action, sent);
      expect([revision, answer.status]).toEqual([revision, 422]);
      expect(answer.html).toMatch(/role="alert"[^>]*>This form was incomplete/);
      expect(hiddenFields(answer.html).revision).toBe("1");
    }
    expect(await bookingShown()).toBe(before);
    expect((await post(visitor, action, new URLSearchParams(fields))).status).toBe(303);
  },
);

test.each(formNames)(
  "%s with a revision that is not the newest is a 409, and nothing is changed",
  async (name) => {
    const { visitor, action, fields } = await open(name);
    const before = await bookingShown();
    const answer = await visitor.post(action, { ...fields, revision: "7" });
    expect(answer.status).toBe(409);
    expect(answer.html).toMatch(/role="alert"[^>]*>This booking has changed since you opened this/);
    expect(hiddenFields(answer.html).revision).toBe("1");
    expect(await bookingShown()).toBe(before);
  },
);

test.each<[string, () => BodyInit, Record<string, string>, number]>([
  ["JSON", () => "{}", { "Content-Type": "application/json" }, 400],
  ["without a content type", () => new Uint8Array([1, 2, 3]), {}, 400],
  ["empty", () => "", { "Content-Type": urlencoded }, 422],
  ["a field twice", () => "revision=1&revision=1", { "Content-Type": urlencoded }, 400],
  [
    "cut off in the middle of multipart",
    () => '--x\r\nContent-Disposition: form-data; name="revision"\r\n\r\n1',
    { "Content-Type": "multipart/form-data; boundary=x" },
    400,
  ],
  // The rest of it is never read, so the connection is of no use afterwards.
  [
    "of 300 KB",
    () => "x".repeat(300_000),
    { "Content-Type": urlencoded, Connection: "close" },
    413,
  ],
])("a body that is %s is refused by every form", async (_what, body, headers, status) => {
  const before = await bookingShown();
  for (const name of formNames) {
    const { visitor, address } = forms[name]();
    const answer = await post(visitor, address, body(), headers);
    expect([name, answer.status]).toEqual([name, status]);
    expect(headingOf(await answer.text())).not.toBe("");
  }
  expect(await bookingShown()).toBe(before);
});

const aMonday = () => {
  const day = new Date(Date.now() + 7 * 86_400_000);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
};

test.each([
  ["in the past", () => "2020-01-06T09:00:00Z"],
  ["off the grid", () => `${aMonday()}T10:07:00Z`],
  ["outside the hours", () => `${aMonday()}T02:00:00Z`],
  ["in the year 9999", () => "9999-12-31T23:59:59Z"],
  ["no date", () => "tomorrow"],
  ["missing", () => null],
  ["empty", () => ""],
  ["a number", () => String(Date.parse(`${aMonday()}T10:00:00Z`))],
  ["a day that does not exist", () => "2027-02-30T09:00:00Z"],
  ["written with an offset", () => `${aMonday()}T11:00:00+01:00`],
])(
  "R7.8 a new start that is %s moves nothing, and free times are offered instead",
  async (_why, start) => {
    const before = await bookingShown();
    for (const name of ["the guest's move", "the host's move"] as const) {
      const { visitor, action, fields } = await open(name);
      const { start: _, ...rest } = fields;
      const asked = start();
      const answer = await visitor.post(action, asked === null ? rest : { ...rest, start: asked });
      expect([name, answer.status]).toEqual([name, 422]);
      expect(answer.html).toContain('type="radio"');
      const shown = await visitor.get(
        `${forms[name]().address}?start=${encodeURIComponent(asked ?? "")}`,
      );
      expect([name, shown.status]).toEqual([name, 422]);
    }
    expect(await bookingShown()).toBe(before);
  },
);

test("R7.4 months, days and zones that do not exist show the month that would be shown without them", async () => {
  const queries = ["month=2026-13", "month=9999-12", "day=2026-02-30", "day=x", "tz=Mars/Base"];
  for (const { visitor, address } of [forms["the guest's move"](), forms["the host's move"]()]) {
    const plain = await visitor.get(address);
    const month = /<h2 id="month"[^<]*/.exec(plain.html)?.[0];
    expect(month).toBeTruthy();
    for (const query of queries) {
      const page = await visitor.get(`${address}?${query}`);
      expect([query, page.status]).toEqual([query, 200]);
      expect(page.html).toContain(month);
    }
  }
});

test("R3.4 what can't be saved is answered beside its field, with everything typed kept", async () => {
  const { visitor, action, fields } = await open("the guest's edit");
  const before = await bookingShown();
  const refuse = async (change: Record<string, string>, says: RegExp) => {
    const answer = await visitor.post(action, { ...fields, ...change });
    expect([change, answer.status]).toEqual([change, 422]);
    expect(answer.html).toMatch(says);
    return answer.html;
  };
  const html = await refuse({ name: " ", notes: "kept" }, /id="name-error"[^>]*>Enter your name\./);
  expect(html).toContain(">kept</textarea>");
  await refuse({ name: "x".repeat(101) }, /id="name-error"[^>]*>At most 100/);
  await refuse({ name: "www.evil.example" }, /id="name-error"[^>]*>A name can’t hold/);
  await refuse({ notes: "x".repeat(65_536) }, /id="notes-error"[^>]*>At most 1000/);
  const { notes: _, ...withoutNotes } = fields;
  const incomplete = await visitor.post(action, withoutNotes);
  expect(incomplete.status).toBe(422);
  expect(incomplete.html).toMatch(/id="notes-error"[^>]*>This form was incomplete/);

  const hosts = await open("the host's edit");
  for (const title of ["", " \u200b", "x".repeat(101)]) {
    const answer = await hosts.visitor.post(hosts.action, { ...hosts.fields, title });
    expect([title, answer.status]).toEqual([title, 422]);
    expect(answer.html).toContain('id="title-error"');
    expect(answer.html).toContain(">New notes</textarea>");
  }
  const cancel = await open("the host's cancel");
  const long = await cancel.visitor.post(cancel.action, {
    ...cancel.fields,
    reason: "x".repeat(501),
  });
  expect(long.status).toBe(422);
  expect(long.html).toMatch(/id="reason-error"[^>]*>At most 500/);
  expect(await bookingShown()).toBe(before);
});

test("R3.4 an edit reaches the event cleaned: no invisible characters, markup as text; an address can't be smuggled in", async () => {
  const { visitor, action, fields } = await open("the guest's edit");
  const odd = { name: "Gr\u0000ace \u202eB.\u200b", notes: "<img src=x onerror=alert(1)>" };
  const sent = {
    ...fields,
    ...odd,
    email: "other@example.org",
    status: "cancelled",
    title: "Mine",
  };
  const edited = await visitor.post(action, sent);
  expect(edited.html).toContain("For <bdi>Grace B.");
  expect(edited.html).toContain("&lt;img src=x");
  expect(edited.html).not.toContain("<img");
  const title = "30 minute meeting: Grace B. and Ada Lovelace";
  const events = () => liveEventsOf(app, EMAIL);
  await eventually(events, (live) => live.some(({ summary }) => summary === title), 30_000);
  const editPage = await visitor.get(action);
  expect(editPage.html).toContain(`grace${guests}@example.org`);
});

test.each(["move", "edit", "cancel"])(
  "links that open nothing are 404 pages, for %s too",
  async (what) => {
    const { pathname } = new URL(guestPage);
    const [, , hostId, bookingId, capability = ""] = pathname.split("/");
    const none = "0".repeat(32);
    const paths = [
      `/booking/x/y/z/${what}`,
      `/booking/${hostId}/${bookingId}/${capability.slice(0, -1)}/${what}`,
      `/booking/${hostId}/${bookingId}/${"A".repeat(43)}/${what}`,
      `/bookings/${none}/${what}`,
      `/bookings/x/${what}`,
      `/bookings/%00/${what}`,
    ];
    const before = await bookingShown();
    for (const path of paths) {
      const page = await host.visitor.get(app.origin + path);
      expect([path, page.status, headingOf(page.html)]).toEqual([
        path,
        404,
        "This page does not exist",
      ]);
      const fields = { revision: "1", name: "x", title: "x", notes: "", reason: "", start: "" };
      expect([path, (await host.visitor.post(app.origin + path, fields)).status]).toEqual([
        path,
        404,
      ]);
    }
    expect(await bookingShown()).toBe(before);
  },
);

test("R7.8 a booking is changed by its own host only: another gets a 404, a stranger has to sign in, and keeps what was typed", async () => {
  const other = await becomeHost(app, "other@example.com");
  const before = await bookingShown();
  for (const name of ["the host's move", "the host's edit", "the host's cancel"] as const) {
    const { action, fields } = await open(name);
    expect((await other.visitor.get(action)).status).toBe(404);
    expect((await other.visitor.post(action, fields)).status).toBe(404);
    const stranger = await post(new Visitor(), action, new URLSearchParams(fields));
    const html = await stranger.text();
    expect([stranger.status, headingOf(html)]).toEqual([403, "You were signed out"]);
    expect(hiddenFields(html)).toEqual(fields);
  }
  expect(await bookingShown()).toBe(before);
});

test("R5.4 forms from another site's page change nothing", async () => {
  const before = await bookingShown();
  for (const name of formNames) {
    const { visitor, action, fields } = await open(name);
    for (const [header, value] of [
      ["Sec-Fetch-Site", "cross-site"],
      ["Origin", "https://evil.example"],
    ] as const) {
      const headers = { [header]: value };
      const answer = await post(visitor, action, new URLSearchParams(fields), headers);
      expect([name, answer.status]).toEqual([name, 403]);
    }
  }
  expect(await bookingShown()).toBe(before);
});

test("the pages are private, GET changes nothing, and the guest's carry no script but one file of ours", async () => {
  const before = await bookingShown();
  for (const name of formNames) {
    const { visitor, address } = forms[name]();
    const query = new URLSearchParams({
      revision: "1",
      name: "x",
      title: "x",
      notes: "",
      reason: "",
    });
    const { status, headers, html } = await visitor.get(`${address}?${query}`);
    expect([name, status]).toEqual([name, 200]);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Robots-Tag")).toBe("noindex, nofollow");
    if (visitor === guest) {
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(headers.get("Content-Security-Policy")).toContain("script-src 'self';");
    }
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      expect((await visitor.request(address, { method })).status).toBe(405);
    }
  }
  expect(await bookingShown()).toBe(before);
});

test("with the database away every form comes back as it was sent, and works later", async () => {
  const opened = [];
  for (const name of ["the guest's edit", "the host's edit"] as const)
    opened.push(await open(name));
  const moving = await open("the host's move");
  await breakDatabase(app);
  const sent = [];
  for (const { visitor, action, fields } of [...opened, moving]) {
    const answer = await visitor.post(action, fields);
    expect([action, answer.status, headingOf(answer.html)]).toEqual([
      action,
      503,
      "Please press again",
    ]);
    expect(hiddenFields(answer.html)).toEqual(fields);
    sent.push({ visitor, action, fields: hiddenFields(answer.html) });
  }
  await mendDatabase(app);
  const [first] = sent;
  if (!first) throw new Error("nothing was sent");
  const answer = await post(first.visitor, first.action, new URLSearchParams(first.fields));
  expect(answer.status).toBe(303);
  expect(await bookingShown()).toContain("Grace B. Hopper");
});
