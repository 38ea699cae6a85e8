import { expect, test } from "vitest";
import { refuseCrossSite } from "./cross-site.ts";

const HERE = "https://slotkeeper.test";

function ask(method: string, headers: Record<string, string>): number | null {
  const request = new Request(`${HERE}/settings`, { method, headers });
  return refuseCrossSite(request)?.status ?? null;
}

const CHANGING = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

test.each(["GET", "HEAD"])("R5.4 %s may come from anywhere", (method) => {
  for (const site of ["cross-site", "same-site", "same-origin", "none"]) {
    expect(ask(method, { "Sec-Fetch-Site": site, Origin: "https://evil.test" })).toBeNull();
  }
});

test.each<[string, Record<string, string>]>([
  ["a page of ours", { "Sec-Fetch-Site": "same-origin", Origin: HERE }],
  ["the browser's address bar", { "Sec-Fetch-Site": "none" }],
  ["an older browser on a page of ours", { Origin: HERE }],
  ["no browser at all", {}],
])("R5.4 what changes something may come from %s", (_where, headers) => {
  for (const method of CHANGING) expect([method, ask(method, headers)]).toEqual([method, null]);
});

test.each<[string, Record<string, string>]>([
  ["another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" }],
  ["another site that claims our origin", { "Sec-Fetch-Site": "cross-site", Origin: HERE }],
  ["another site that hides its origin", { "Sec-Fetch-Site": "cross-site" }],
  [
    "a neighbour on the same domain",
    { "Sec-Fetch-Site": "same-site", Origin: "https://x.slotkeeper.test" },
  ],
  ["a browser that says something new", { "Sec-Fetch-Site": "somewhere", Origin: HERE }],
  ["an older browser on another site", { Origin: "https://evil.test" }],
  ["an older browser on a neighbour", { Origin: "https://x.slotkeeper.test" }],
  ["an older browser on our host without TLS", { Origin: "http://slotkeeper.test" }],
  ["an older browser on another port", { Origin: "https://slotkeeper.test:8443" }],
  ["a page without an origin", { Origin: "null" }],
  ["a page with an empty origin", { Origin: "" }],
])("R5.4 what changes something is refused from %s", (_where, headers) => {
  for (const method of CHANGING) expect([method, ask(method, headers)]).toEqual([method, 403]);
});
