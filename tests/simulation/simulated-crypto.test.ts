import { expect, test } from "vitest";
import { createSimulatedCrypto } from "./simulated-crypto.ts";

const simulated = createSimulatedCrypto((bytes) => bytes.fill(7));
const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (buffer: ArrayBuffer) => Buffer.from(buffer).toString("hex");

/** What both make of the same. */
async function both(act: (subtle: SubtleCrypto) => Promise<ArrayBuffer>): Promise<string[]> {
  return [hex(await act(simulated.subtle)), hex(await act(crypto.subtle))];
}

test("digests as WebCrypto does", async () => {
  const [ours, real] = await both((subtle) => subtle.digest("SHA-256", bytes("text")));
  expect(ours).toBe(real);
});

test("signs and verifies as WebCrypto does", async () => {
  const keyOf = (subtle: SubtleCrypto) =>
    subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const [ours, real] = await both(async (subtle) =>
    subtle.sign("HMAC", await keyOf(subtle), bytes("text")),
  );
  expect(ours).toBe(real);
  const key = await keyOf(simulated.subtle);
  const signature = Buffer.from(real ?? "", "hex");
  expect(await simulated.subtle.verify("HMAC", key, signature, bytes("text"))).toBe(true);
  expect(await simulated.subtle.verify("HMAC", key, signature, bytes("other"))).toBe(false);
});

test("encrypts as WebCrypto does, and refuses what was sealed for another place", async () => {
  const keyOf = (subtle: SubtleCrypto) =>
    subtle.importKey("raw", new Uint8Array(32), "AES-GCM", false, ["encrypt", "decrypt"]);
  const sealing = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: bytes("place") };
  const [ours, real] = await both(async (subtle) =>
    subtle.encrypt(sealing, await keyOf(subtle), bytes("token")),
  );
  expect(ours).toBe(real);
  const key = await keyOf(simulated.subtle);
  const sealed = Buffer.from(real ?? "", "hex");
  const opened = await simulated.subtle.decrypt(sealing, key, sealed);
  expect(new TextDecoder().decode(opened)).toBe("token");
  const elsewhere = { ...sealing, additionalData: bytes("other") };
  await expect(simulated.subtle.decrypt(elsewhere, key, sealed)).rejects.toThrow();
});

test("verifies what was signed with RSA, and nothing else", async () => {
  const { subtle } = simulated;
  const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const pair = await subtle.generateKey(
    { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  );
  const imported = async (key: CryptoKey, usage: KeyUsage) =>
    subtle.importKey("jwk", await subtle.exportKey("jwk", key), RSA, false, [usage]);
  const signature = await subtle.sign(
    RSA.name,
    await imported(pair.privateKey, "sign"),
    bytes("text"),
  );
  const key = await imported(pair.publicKey, "verify");
  expect(await subtle.verify(RSA.name, key, signature, bytes("text"))).toBe(true);
  expect(await subtle.verify(RSA.name, key, signature, bytes("other"))).toBe(false);
});

test("draws on the seed alone", () => {
  expect([...simulated.getRandomValues(new Uint8Array(3))]).toEqual([7, 7, 7]);
  expect(simulated.randomUUID()).toBe("07070707-0707-4707-a707-070707070707");
});
