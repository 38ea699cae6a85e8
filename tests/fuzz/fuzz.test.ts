import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BuiltWorker, signIn, startBuiltWorker } from "../built-worker.ts";
import { linksOf, Visitor } from "../process/visitor.ts";
import { fillIn, postFormOf } from "../served-form.ts";
import { PATTERNS } from "./addresses.ts";
import { sendRaw } from "./raw-http.ts";
import { fuzz } from "./run.ts";

const CASES = 2_000;

test(`R7.5 ${CASES} crafted and broken requests to every address: none is answered 5xx or tells a stack, and what is refused writes nothing`, {
  timeout: 600_000,
}, async () => {
  const numbers = Array.from({ length: CASES }, (_, at) => at + 1);
  const { cases, findings, statuses } = await fuzz(1, numbers);
  expect(findings).toEqual([]);
  expect(cases).toBe(CASES);
  // They get past the door: each form is also accepted now and then.
  for (const form of ["book", "move", "edit", "cancel"])
    expect(statuses[`form ${form}`]?.["303"]).toBeGreaterThan(5);
});

test("every route is among the addresses", () => {
  expect(PATTERNS.length).toBeGreaterThan(25);
  expect(PATTERNS).toContain("/:handle/:eventType/book");
  expect(PATTERNS).toContain("/bookings/:bookingId/move");
  expect(PATTERNS).toContain("/event-types/:eventTypeId/why");
  expect(PATTERNS).toContain("/availability/:scheduleId/dates");
});

describe("what fuzzing has found", () => {
  let worker: BuiltWorker;
  beforeAll(async () => {
    worker = await startBuiltWorker();
  });
  afterAll(() => worker.stop());

  const post = (headers: [string, string][]) =>
    sendRaw(worker.origin, {
      method: "POST",
      target: "/nobody/nothing/book",
      headers: [
        ["Host", new URL(worker.origin).host],
        ["Content-Type", "application/x-www-form-urlencoded"],
        ...headers,
      ],
      body: Buffer.from("name=Grace"),
    });

  test.each<[string, (origin: string) => [string, string][]]>([
    [
      "a host that a proxy names",
      (origin) => [
        ["Origin", origin],
        ["X-Forwarded-Host", "proxy.example"],
      ],
    ],
    [
      "an origin that is none",
      () => [
        ["Origin", "[%"],
        ["Sec-Fetch-Site", "same-origin"],
      ],
    ],
    [
      "another origin, which the browser calls this one",
      () => [
        ["Origin", "https://other.example"],
        ["Sec-Fetch-Site", "none"],
      ],
    ],
  ])("R5.4 a form that comes with %s is answered by its page", async (_what, headers) => {
    const answer = await post(headers(worker.origin));
    expect(answer?.status).toBe(404);
    expect(answer?.body).toContain("<h1");
  });

  test("R7.4 an address that asks for single loaders is no page, and no error of ours", async () => {
    worker.takeLog();
    for (const target of ["/?_data=nothing", "/nobody?tz=UTC&_data=root", "/settings?_data"]) {
      const headers: [string, string][] = [["Host", new URL(worker.origin).host]];
      const answer = await sendRaw(worker.origin, { method: "GET", target, headers, body: null });
      expect(answer?.status).toBe(404);
    }
    expect(worker.takeLog()).toEqual([]);
  });

  test("R7.5 a form with a broken duration, a hidden field, says that it has to be sent again", async () => {
    const { path } = await signIn(worker, "found@example.com");
    const visitor = new Visitor();
    const page = await visitor.get(`${worker.origin}${path}/30-minute-meeting`);
    const details = await visitor.get(worker.origin + linksOf(page.html, "/book?")[0]);
    const form = postFormOf(details.html, details.url);
    const answer = await visitor.post(form.action, { ...fillIn(form), duration: "Infinity" });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain("This form was incomplete. Please send it again.");
  });
});
