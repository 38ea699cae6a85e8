import { expect, test } from "vitest";
import { addressGroup } from "./client-address.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  [" 192.0.2.7 ", "192.0.2.7"],
  ["192.000.002.007", "192.0.2.7"],
  ["2001:db8:0:1:aaaa:bbbb:cccc:dddd", "2001:db8:0:1::/64"],
  ["2001:DB8::1:0:0:0:9", "2001:db8:0:1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3::", "2001:db8:1:2::/64"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:c000:207", "192.0.2.7"],
])("R7.7 %s counts as %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test("R7.7 whoever owns a /64 is one address, whichever of its 2^64 they come from", () => {
  const hosts = ["::1", ":ffff:ffff:ffff:ffff", "::dead:beef", ":0:0:192.0.2.1"];
  const groups = hosts.map((host) => addressGroup(`2001:db8:a:b${host}`));
  expect(new Set(groups)).toEqual(new Set(["2001:db8:a:b::/64"]));
  expect(addressGroup("2001:db8:a:c::1")).not.toBe("2001:db8:a:b::/64");
});

test.each([
  null,
  "",
  "127.0.0.1",
  "127.9.9.9",
  "::1",
  "::",
  "::ffff:127.0.0.1",
  "256.1.1.1",
  "1.2.3",
  "example.com",
  "2001:db8::1::2",
  "2001:db8",
  "fe80::1%eth0",
  "[2001:db8::1]",
  "2001:db8::1]/@evil[",
  "192.0.2.7, 198.51.100.1",
])("R7.7 %j is nobody's address", (text) => {
  expect(addressGroup(text)).toBeNull();
});
