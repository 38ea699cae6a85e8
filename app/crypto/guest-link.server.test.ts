import { expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "./bytes.server.ts";
import { isGuestLink, type LinkSubject, signGuestLink } from "./guest-link.server.ts";
import { keyRing } from "./key-rings.fixtures.ts";

const RING = keyRing("k1");
const SUBJECT: LinkSubject = {
  hostId: "a".repeat(32),
  id: "b".repeat(32),
  guest: { email: "grace@example.com" },
  linkVersion: 1,
};

test("R7.8 a link opens its booking, and is the same each time it is made", async () => {
  const link = await signGuestLink(RING, SUBJECT);
  expect(link).toMatch(/^k1\.[\w-]{43}$/);
  expect(await signGuestLink(RING, SUBJECT)).toBe(link);
  expect(await isGuestLink(RING, SUBJECT, link)).toBe(true);
});

test.each<[string, Partial<LinkSubject>]>([
  ["another booking", { id: "c".repeat(32) }],
  ["another host's booking of the same id", { hostId: "c".repeat(32) }],
  ["another guest", { guest: { email: "mallory@example.com" } }],
  ["a raised link version", { linkVersion: 2 }],
])("R7.8 a link does not open %s", async (_which, changes) => {
  const link = await signGuestLink(RING, SUBJECT);
  expect(await isGuestLink(RING, { ...SUBJECT, ...changes }, link)).toBe(false);
});

test("R7.8 what tells bookings apart can't be shifted from one field to the next", async () => {
  const one = { ...SUBJECT, hostId: "ab", id: "c" };
  const other = { ...SUBJECT, hostId: "a", id: "bc" };
  expect(await isGuestLink(RING, other, await signGuestLink(RING, one))).toBe(false);
});

test("R7.8 after a rotation older links still open, and newer ones are signed with the new key", async () => {
  const rotated = keyRing("k2", "k1");
  expect(await isGuestLink(rotated, SUBJECT, await signGuestLink(RING, SUBJECT))).toBe(true);
  expect(await signGuestLink(rotated, SUBJECT)).toMatch(/^k2\./);
});

test("R7.8 a key that is gone, or named after something that every object has, opens nothing", async () => {
  const link = await signGuestLink(keyRing("k2"), SUBJECT);
  expect(await isGuestLink(RING, SUBJECT, link)).toBe(false);
  for (const keyId of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    expect(await isGuestLink(RING, SUBJECT, link.replace("k2", keyId))).toBe(false);
  }
});

test("R7.8 a key's links are not another key's", async () => {
  const both = keyRing("k1", "k2");
  const link = await signGuestLink(both, SUBJECT);
  expect(await isGuestLink(both, SUBJECT, link.replace("k1.", "k2."))).toBe(false);
});

test("R7.8 every flipped bit is found", async () => {
  const [keyId, mac = ""] = (await signGuestLink(RING, SUBJECT)).split(".");
  for (let bit = 0; bit < 256; bit++) {
    const bytes = fromBase64Url(mac);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect([bit, await isGuestLink(RING, SUBJECT, `${keyId}.${toBase64Url(bytes)}`)]).toEqual([
      bit,
      false,
    ]);
  }
});

test("R7.8 a link has one spelling: no other character at any place opens the booking", async () => {
  const link = await signGuestLink(RING, SUBJECT);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ";
  for (let place = 3; place < link.length; place++) {
    for (const char of alphabet) {
      if (char === link[place]) continue;
      const spelled = link.slice(0, place) + char + link.slice(place + 1);
      expect([spelled, await isGuestLink(RING, SUBJECT, spelled)]).toEqual([spelled, false]);
    }
  }
});

test("R7.8 what is cut off, added to or nothing like a link opens nothing", async () => {
  const link = await signGuestLink(RING, SUBJECT);
  for (let length = 0; length < link.length; length++) {
    expect(await isGuestLink(RING, SUBJECT, link.slice(0, length))).toBe(false);
  }
  const [, mac] = link.split(".");
  for (const other of [
    `${link}=`,
    `${link}.`,
    `${link}A`,
    ` ${link}`,
    `${link}\n`,
    `.${link}`,
    `k1.${link}`,
    `.${mac}`,
    mac ?? "",
    "k1.",
    ".",
    "null",
  ]) {
    expect([other, await isGuestLink(RING, SUBJECT, other)]).toEqual([other, false]);
  }
});
