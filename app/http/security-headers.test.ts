import { expect, test } from "vitest";
import { privatePage } from "./private-page.ts";
import {
  contentSecurityPolicy,
  type PageScripts,
  withSecurityHeaders,
} from "./security-headers.ts";

const ACCOUNTS = "https://accounts.google.test";
const HERE = new Request("https://slotkeeper.test/");

function directives(policy: string): Record<string, string[]> {
  const parts = policy.split("; ").map((part) => part.split(" "));
  return Object.fromEntries(parts.map(([name, ...values]) => [name, values]));
}

test("R5.4 a page without scripts lets none run and connects nowhere", () => {
  const policy = directives(contentSecurityPolicy({ kind: "none" }, ACCOUNTS));
  expect(policy).toMatchObject({
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'", ACCOUNTS],
  });
});

test("R5.4 a page with scripts runs those with its nonce, and none that are written into it", () => {
  const policy = directives(contentSecurityPolicy({ kind: "nonce", nonce: "abc" }, ACCOUNTS));
  expect(policy["script-src"]).toEqual(["'nonce-abc'", "'strict-dynamic'"]);
  expect(policy["connect-src"]).toEqual(["'self'"]);
});

test("R5.4 a guest's page runs files of ours, and none that are written into it", () => {
  const policy = directives(contentSecurityPolicy({ kind: "file" }, ACCOUNTS));
  expect(policy["script-src"]).toEqual(["'self'"]);
  expect(policy["connect-src"]).toEqual(["'self'"]);
});

test("R5.4 a 304 takes nothing away from the page that a browser has kept", () => {
  const { headers } = withSecurityHeaders(new Response(null, { status: 304 }), HERE);
  expect(headers.has("Content-Security-Policy")).toBe(false);
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test.each<PageScripts>([{ kind: "none" }, { kind: "file" }, { kind: "nonce", nonce: "abc" }])(
  "R5.4 no page may run eval, inline styles or another site's code ($kind)",
  (scripts) => {
    const policy = contentSecurityPolicy(scripts, ACCOUNTS);
    for (const unsafe of ["unsafe-inline", "unsafe-eval", "*", "http:", "https: ", "blob:"]) {
      expect(policy).not.toContain(unsafe);
    }
  },
);

test("R5.4 every answer carries the headers that protect it, and is otherwise as it was", async () => {
  const answer = withSecurityHeaders(
    new Response("body", {
      status: 201,
      statusText: "Made",
      headers: { "Set-Cookie": "a=b", "X-Own": "1" },
    }),
    HERE,
  );
  expect([answer.status, answer.statusText, await answer.text()]).toEqual([201, "Made", "body"]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "set-cookie": "a=b",
    "x-own": "1",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
});

test("R5.4 https stays https: on this host alone, and never promised by plain http", () => {
  const promise = (url: string) =>
    withSecurityHeaders(new Response(null), new Request(url)).headers.get(
      "Strict-Transport-Security",
    );
  expect(promise("https://slotkeeper.test/")).toBe("max-age=31536000");
  expect(promise("http://localhost:8787/")).toBeNull();
});

test("R5.4 a route's own value wins", () => {
  const headers = {
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "no-referrer",
  };
  const answer = withSecurityHeaders(new Response(null, { headers }), HERE);
  expect(answer.headers.get("Content-Security-Policy")).toBe("default-src 'self'");
  expect(answer.headers.get("Referrer-Policy")).toBe("no-referrer");
});

test("R5.4 several cookies stay several", () => {
  const headers = new Headers();
  headers.append("Set-Cookie", "a=1; Path=/");
  headers.append("Set-Cookie", "b=2; Path=/");
  const answer = withSecurityHeaders(new Response(null, { headers }), HERE);
  expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
});

test("R5.4 answers without a body stay so", () => {
  for (const status of [204, 304]) {
    const answer = withSecurityHeaders(new Response(null, { status }), HERE);
    expect([answer.status, answer.body]).toEqual([status, null]);
  }
  const moved = withSecurityHeaders(
    new Response(null, { status: 303, headers: { Location: "/x" } }),
    HERE,
  );
  expect(moved.headers.get("Location")).toBe("/x");
});

test("R5.4 a private page is neither stored nor indexed, nor its address passed on", () => {
  expect(privatePage["Cache-Control"]).toBe("no-store");
  expect(privatePage["X-Robots-Tag"]).toContain("noindex");
  expect(privatePage["Referrer-Policy"]).toBe("same-origin");
});
