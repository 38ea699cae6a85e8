// What people see while the database can't answer, and that nothing is lost when it can again.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningLocalApp, startLocalApp } from "../local-app.ts";
import { breakDatabase, mendDatabase } from "./broken-database.ts";
import { becomeHost, headingOf, hiddenFields, openDetails, Visitor } from "./visitor.ts";

let app: RunningLocalApp;

beforeAll(async () => {
  app = await startLocalApp();
});

afterAll(() => app.stop());

test("R7.7 while the database is away every page says so with a 503, forms keep what was typed, and the same forms work later", async () => {
  const host = await becomeHost(app, "away@example.com");
  const guest = new Visitor();
  const first = await openDetails(app, host.path);
  const who = { name: "Grace Hopper", email: "grace@example.org", notes: "" };
  const booked = await guest.post(first.action, { ...first.fields, ...who });
  const cancelPage = await guest.get(`${booked.url}/cancel`);
  const { action, fields } = await openDetails(app, host.path);

  await breakDatabase(app);
  for (const address of [host.path, `${host.path}/30-minute-meeting`, "/dashboard", "/settings"]) {
    const page = await host.visitor.get(app.origin + address);
    expect([address, page.status]).toEqual([address, 503]);
    expect(headingOf(page.html)).toBe("Slotkeeper is not available just now");
  }
  expect((await guest.get(`${app.origin}/healthz`)).status).toBe(503);
  expect((await guest.get(booked.url)).status).toBe(503);

  const booking = await guest.post(action, { ...fields, ...who });
  expect(booking.status).toBe(503);
  expect(booking.html).toContain("you will not be booked twice");
  expect(hiddenFields(booking.html)).toEqual({ ...fields, ...who });

  const reason = "I am ill";
  const cancelling = await guest.post(cancelPage.url, {
    ...hiddenFields(cancelPage.html),
    reason,
  });
  expect(cancelling.status).toBe(503);
  expect(hiddenFields(cancelling.html)).toEqual({ ...hiddenFields(cancelPage.html), reason });

  await mendDatabase(app);
  const bookedNow = await guest.post(action, hiddenFields(booking.html));
  expect(headingOf(bookedNow.html)).toBe("Your booking is confirmed");
  const cancelled = await guest.post(cancelPage.url, hiddenFields(cancelling.html));
  expect(headingOf(cancelled.html)).toBe("This booking is cancelled");
});
