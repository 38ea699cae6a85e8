// What keeps a stranger from filling somebody's calendar, over HTTP: the built Worker with Cloudflare's rate limit.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { asIfReadFor } from "../read-form.ts";
import { becomeHost, headingOf, hiddenFields, openDetails } from "./visitor.ts";

/** As wrangler.toml says, for each address within a minute. */
const MOST_FORMS = 20;

let app: RunningLocalApp;
let path: string;

beforeAll(async () => {
  app = await startLocalApp();
  ({ path } = await becomeHost(app, "ada@example.com"));
});

afterAll(() => app.stop());

/** Locally whoever asks may name their address; on Cloudflare nobody can. */
function postFrom(address: string, action: string, fields: Record<string, string>) {
  const headers = { "CF-Connecting-IP": address };
  return fetch(action, {
    ...{ method: "POST", headers, redirect: "manual" },
    body: new URLSearchParams(fields),
  });
}

test("R7.7 the twenty-first form of a network within a minute is a 429 page that brings it back; others pass", async () => {
  const { action, fields } = await openDetails(app, path);
  const typed = { ...fields, name: "Grace", email: "wrong", notes: "kept", "answer-x": "too" };
  const statuses: number[] = [];
  for (let n = 0; n < MOST_FORMS; n++) {
    statuses.push((await postFrom(`2001:db8:0:1::${n}`, action, typed)).status);
  }
  expect(new Set(statuses)).toEqual(new Set([422]));

  const refused = await postFrom("2001:db8:0:1::ffff", action, typed);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("Retry-After")).toBe("60");
  expect(refused.headers.get("Cache-Control")).toBe("no-store");
  const html = await refused.text();
  expect(headingOf(html)).toBe("Please wait a minute");
  expect(hiddenFields(html)).toEqual(typed);

  const sendAgain = { ...hiddenFields(html), email: "grace@example.org" };
  expect((await postFrom("192.0.2.1", action, sendAgain)).status).toBe(303);
});

test("R7.7 a form that is sent at once is kept and taken when it is sent once more, a second later", async () => {
  const { action, fields } = await openDetails(app, path);
  const typed = { name: "Grace", email: "quick@example.org", notes: "kept" };
  const fresh = await asIfReadFor(0, { ...fields, ...typed });
  const quick = await postFrom("192.0.2.2", action, fresh);
  expect(quick.status).toBe(422);
  const html = await quick.text();
  expect(html).toContain("Nothing is booked yet. Please press the button once more to confirm.");
  expect(html).not.toContain('role="alert"');
  expect(hiddenFields(html)).toMatchObject({ key: fresh.key, stamp: fresh.stamp });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const again = await postFrom("192.0.2.2", action, { ...hiddenFields(html), ...typed });
  expect(again.status).toBe(303);
});
