import { expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "./bytes.server.ts";
import { keyRing } from "./key-rings.fixtures.ts";
import { decryptToken, encryptToken, type TokenPlace } from "./token-encryption.server.ts";

const PLACE = { hostId: "host", connectionId: "connection", field: "refresh_token" } as const;
const TOKEN = "1//0g-refresh_token.ÄÖ日本";

test("R5.1 a token opens again where it was sealed, and is not in what is stored", async () => {
  const stored = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  expect(stored).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
  expect(stored).not.toContain("refresh_token");
  expect(await decryptToken(keyRing("k1"), stored, PLACE)).toEqual({ kind: "token", token: TOKEN });
});

test("R5.1 the longest tokens that Google gives open again", async () => {
  for (const length of [0, 1, 15, 16, 17, 512, 2_048]) {
    const stored = await encryptToken(keyRing("k1"), "x".repeat(length), PLACE);
    expect(await decryptToken(keyRing("k1"), stored, PLACE)).toEqual({
      kind: "token",
      token: "x".repeat(length),
    });
  }
});

test("R5.1 after a rotation what the old key sealed still opens, and the new key seals", async () => {
  const old = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  const rotated = keyRing("k2", "k1");
  expect(await decryptToken(rotated, old, PLACE)).toMatchObject({ token: TOKEN });
  expect(await encryptToken(rotated, TOKEN, PLACE)).toMatch(/^v1\.k2\./);
});

test("R5.1 a key that is not deployed here is named, and nobody is told that the token is bad", async () => {
  const stored = await encryptToken(keyRing("k2"), TOKEN, PLACE);
  expect(await decryptToken(keyRing("k1"), stored, PLACE)).toEqual({
    kind: "unknownKey",
    keyId: "k2",
  });
  for (const keyId of ["constructor", "__proto__", "toString"]) {
    const renamed = stored.replace("k2", keyId);
    expect(await decryptToken(keyRing("k1"), renamed, PLACE)).toEqual({
      kind: "unknownKey",
      keyId,
    });
  }
});

test("R5.1 another key under the same name opens nothing", async () => {
  const stored = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  const swapped = { current: "k1", keys: { k1: keyRing("k2").keys.k2 ?? "" } };
  expect(await decryptToken(swapped, stored, PLACE)).toEqual({ kind: "notOurs" });
});

test("R5.1 a key's name is sealed in: a ciphertext can't be passed off as another key's", async () => {
  const twins = {
    current: "a",
    keys: { a: keyRing("k1").keys.k1 ?? "", b: keyRing("k1").keys.k1 ?? "" },
  };
  const stored = await encryptToken(twins, TOKEN, PLACE);
  expect(await decryptToken(twins, stored.replace("v1.a.", "v1.b."), PLACE)).toEqual({
    kind: "notOurs",
  });
});

test.each<[string, Record<string, string>]>([
  ["another host", { hostId: "other" }],
  ["another connection", { connectionId: "other" }],
  ["another field", { field: "access_token" }],
])("R5.1 a ciphertext moved to %s is rejected", async (_where, changes) => {
  const stored = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  const place = { ...PLACE, ...changes } as TokenPlace;
  expect(await decryptToken(keyRing("k1"), stored, place)).toEqual({ kind: "notOurs" });
});

test("R5.1 what was sealed by earlier versions opens: a connection's place is written as it was", async () => {
  const stored = await sealedByHand("host|connection|refresh_token|k1");
  expect(await decryptToken(keyRing("k1"), stored, PLACE)).toEqual({ kind: "token", token: TOKEN });
});

test("R5.1 a token that waits for its revocation opens there, and neither in another one nor in a connection", async () => {
  const place = { revocationId: "one" };
  const stored = await encryptToken(keyRing("k1"), TOKEN, place);
  expect(await decryptToken(keyRing("k1"), stored, place)).toEqual({ kind: "token", token: TOKEN });
  expect(
    await decryptToken(keyRing("k1"), await sealedByHand("revocation|one|refresh_token|k1"), place),
  ).toEqual({ kind: "token", token: TOKEN });
  const inConnection = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  for (const [sealed, other] of [
    [stored, { revocationId: "two" }],
    [stored, PLACE],
    [inConnection, place],
  ] as const) {
    expect(await decryptToken(keyRing("k1"), sealed, other)).toEqual({ kind: "notOurs" });
  }
});

test("R5.1 every flipped bit of nonce, ciphertext and tag is found", async () => {
  const token = "x".repeat(200);
  const stored = await encryptToken(keyRing("k1"), token, PLACE);
  const [version, keyId, iv = "", sealed = ""] = stored.split(".");
  let flips = 0;
  for (const part of ["iv", "sealed"] as const) {
    const length = fromBase64Url(part === "iv" ? iv : sealed).length;
    for (let bit = 0; bit < length * 8; bit++) {
      const parts = { iv: fromBase64Url(iv), sealed: fromBase64Url(sealed) };
      parts[part][bit >> 3] = (parts[part][bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const changed = [version, keyId, toBase64Url(parts.iv), toBase64Url(parts.sealed)].join(".");
      expect([part, bit, await decryptToken(keyRing("k1"), changed, PLACE)]).toEqual([
        part,
        bit,
        { kind: "notOurs" },
      ]);
      flips++;
    }
  }
  expect(flips).toBe((12 + 200 + 16) * 8);
});

test("R5.1 whatever is cut off, left out or not ours at all is rejected", async () => {
  const stored = await encryptToken(keyRing("k1"), TOKEN, PLACE);
  for (let length = 0; length < stored.length; length++) {
    const { kind } = await decryptToken(keyRing("k1"), stored.slice(0, length), PLACE);
    expect([length, kind]).not.toEqual([length, "token"]);
  }
  for (const text of [
    "",
    ".",
    "...",
    "v1",
    "v1.k1..",
    "v1.k1.AAAA.",
    "v1.k1.!!!!.????",
    TOKEN,
    stored.replace("v1", "v2"),
  ]) {
    expect([text, await decryptToken(keyRing("k1"), text, PLACE)]).toEqual([
      text,
      { kind: "notOurs" },
    ]);
  }
});

test("R5.1 no nonce is used twice, and the same token never looks the same", async () => {
  const seals = await Promise.all(
    Array.from({ length: 5_000 }, () => encryptToken(keyRing("k1"), TOKEN, PLACE)),
  );
  expect(new Set(seals.map((stored) => stored.split(".")[2])).size).toBe(5_000);
  expect(new Set(seals.map((stored) => stored.split(".")[3])).size).toBe(5_000);
});

/** With k1, bound to this very text. */
async function sealedByHand(boundTo: string): Promise<string> {
  const bytes = Uint8Array.from(atob(keyRing("k1").keys.k1 ?? ""), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt"]);
  const iv = new Uint8Array(12);
  const additionalData = new TextEncoder().encode(boundTo);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData },
    key,
    new TextEncoder().encode(TOKEN),
  );
  return `v1.k1.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`;
}
