import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrors, readForm } from "./form.server.ts";

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  readForm(new Request("https://slotkeeper.test/", { method: "POST", body, headers }));

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (thrown: unknown) => (thrown as Response).status,
  );

test("R7.5 fields are read as they were typed", async () => {
  const body = new URLSearchParams({ name: "Grace & co", notes: "a\r\nb", empty: "", ü: "日本" });
  expect(await post(body)).toEqual({ name: "Grace & co", notes: "a\r\nb", empty: "", ü: "日本" });
  const multipart = new FormData();
  multipart.set("name", "Grace");
  expect(await post(multipart)).toEqual({ name: "Grace" });
});

test("R7.5 a field that comes twice is refused, whichever was meant", async () => {
  expect(await statusOf(post(new URLSearchParams("a=1&b=2&a=1")))).toBe(400);
  expect(await statusOf(post(new URLSearchParams("toString=1&constructor=2")))).toBe(200);
});

test("R7.5 a file is refused", async () => {
  const body = new FormData();
  body.set("name", new File(["x"], "x.txt"));
  expect(await statusOf(post(body))).toBe(400);
});

test.each([
  ["JSON", '{"name":"Grace"}', "application/json"],
  ["text", "name=Grace", "text/plain"],
  ["half a multipart form", "--x\r\nContent-Disposition", "multipart/form-data; boundary=x"],
  ["a multipart form without a boundary", "x", "multipart/form-data"],
])("R7.5 %s is no form", async (_what, body, type) => {
  expect(await statusOf(post(body, { "Content-Type": type }))).toBe(400);
});

test("R7.5 a body that breaks off on its way is no form", async () => {
  const body = new ReadableStream({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode("name=Gra"));
      stream.error(new Error("Network connection lost."));
    },
  });
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const request = new Request("https://slotkeeper.test/", { method: "POST", body, headers });
  expect(await statusOf(readForm(request))).toBe(400);
});

test("R7.5 a form that says that it is too large is not read", async () => {
  const bytes = (count: number) => {
    const request = new Request("https://slotkeeper.test/", {
      method: "POST",
      body: "a=1",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": String(count),
      },
    });
    return statusOf(readForm(request));
  };
  expect(await bytes(256 * 1024 + 1)).toBe(413);
  expect(await bytes(256 * 1024)).toBe(200);
});

test("R7.5 a form that does not say how large it is is read no further than one may be", async () => {
  let sent = 0;
  let wasStopped = false;
  const send = (pieces: number) => {
    sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > pieces) controller.close();
        else controller.enqueue(new TextEncoder().encode(`a${sent}=`.padEnd(16 * 1024, "x&")));
      },
      cancel() {
        wasStopped = true;
      },
    });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return readForm(
      new Request("https://slotkeeper.test/", { method: "POST", body, headers }),
    ).then(
      (fields) => Object.keys(fields),
      (thrown: unknown) => (thrown as Response).status,
    );
  };
  expect(await send(1_000_000)).toBe(413);
  expect(wasStopped).toBe(true);
  expect(sent).toBeLessThan(25);
});

test("R7.5 a form that comes in pieces is whole, letters that were cut in two included", async () => {
  const bytes = new TextEncoder().encode("name=日本&notes=b");
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const headers = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
  const request = new Request("https://slotkeeper.test/", { method: "POST", body, headers });
  expect(await readForm(request)).toEqual({ name: "日本", notes: "b" });
});

test("R7.5 a form without a body has no fields, or is none", async () => {
  const request = new Request("https://slotkeeper.test/", { method: "POST" });
  expect(await statusOf(readForm(request))).toBe(400);
});

test("R7.5 each field gets its first message, and what belongs to no field goes to the form", () => {
  const Form = z
    .object({
      name: z.string().min(3, "too short").regex(/^a/, "no a"),
      email: z.email("no e-mail"),
    })
    .refine(() => false, "never");
  const parsed = Form.safeParse({ name: "b", email: "x" });
  if (parsed.success) throw new Error("parsed");
  expect(fieldErrors(parsed.error)).toEqual({
    name: "too short",
    email: "no e-mail",
    form: "never",
  });
  const alone = Form.safeParse({ name: "abc", email: "a@example.com" });
  if (alone.success) throw new Error("parsed");
  expect(fieldErrors(alone.error)).toEqual({ form: "never" });
});

test("R7.5 a form can be read again, whatever came of it the first time", async () => {
  const request = new Request("https://slotkeeper.test/", {
    method: "POST",
    body: new URLSearchParams({ name: "Grace" }),
  });
  expect([await readForm(request), await readForm(request)]).toEqual([
    { name: "Grace" },
    { name: "Grace" },
  ]);
  const twice = new Request("https://slotkeeper.test/", {
    method: "POST",
    body: new URLSearchParams("a=1&a=2"),
  });
  expect(await statusOf(readForm(twice))).toBe(400);
  expect(await statusOf(readForm(twice))).toBe(400);
});
