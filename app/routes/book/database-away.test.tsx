import { env } from "cloudflare:test";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { createAppContext } from "../../load-context.server.ts";
import { DatabaseAway } from "../../ui/database-away.tsx";
import { action } from "./route.tsx";

const form = {
  key: "0123456789abcdefghijklmnop",
  start: "2026-12-01T09:00:00Z",
  tz: "Europe/Berlin",
  name: 'Grace "Amazing" Hopper',
  email: "grace@example.org",
  notes: "line one\nline two",
};

function post(context: ReturnType<typeof createAppContext>) {
  const request = new Request("https://slotkeeper.test/ada/30-minute-meeting/book", {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const params = { handle: "ada", eventType: "30-minute-meeting" };
  return action({ request, params, context: { ...context } });
}

test("R7.7 with the database away, a booking is answered 503 with every field as it was sent, the key included", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const away = {
    prepare: () => {
      throw new Error("D1_ERROR: Network connection lost.");
    },
  };
  const context = createAppContext({ ...env, DB: away }, { waitUntil: () => {} });
  const thrown = await post(context).then(
    () => null,
    (error: unknown) => error as { data: Record<string, string>; init: { status: number } },
  );
  expect(thrown?.init.status).toBe(503);
  expect(thrown?.data).toEqual(form);
});

test("the page sends all of it again with one press", () => {
  const html = renderToString(
    <DatabaseAway form={form}>You will not be booked twice.</DatabaseAway>,
  );
  expect(html).toContain("You will not be booked twice");
  for (const name of ["key", "start", "tz", "email"] as const) {
    expect(html).toContain(`<input type="hidden" name="${name}" value="${form[name]}"/>`);
  }
  expect(html).toContain("Grace &quot;Amazing&quot; Hopper");
  expect(html).toContain('method="post"');
});
