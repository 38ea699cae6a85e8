import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

const from = (headers: HeadersInit) =>
  clientAddress(new Request("https://slotkeeper.test/", { headers }));

test("R7.7 only Cloudflare says whom a request comes from", () => {
  const claimed = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Real-IP": "198.51.100.9",
    "True-Client-IP": "198.51.100.9",
    Forwarded: "for=198.51.100.9",
  };
  expect(from(claimed)).toBeNull();
  expect(from({ ...claimed, "CF-Connecting-IP": "192.0.2.7" })).toBe("192.0.2.7");
  expect(from({ "CF-Connecting-IP": "2001:db8::7" })).toBe("2001:db8:0:0::/64");
});
