import { expect, test } from "vitest";
import { refuseUnknownMethod } from "./method.ts";

const ask = (method: string) =>
  refuseUnknownMethod(new Request("https://slotkeeper.test/", { method }));

test.each(["GET", "HEAD", "POST"])("%s goes on", (method) => {
  expect(ask(method)).toBeNull();
});

test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])("%s is refused", (method) => {
  const refusal = ask(method);
  expect(refusal?.status).toBe(405);
  expect(refusal?.headers.get("Allow")).toBe("GET, HEAD, POST");
});
