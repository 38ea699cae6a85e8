// WebCrypto works in a pool of threads, whose answers come in any order. This computes the same at once, from a seed.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";

type NodeJwk = Extract<Parameters<typeof createPrivateKey>[0], { format: "jwk" }>["key"];
type Bytes = ArrayBuffer | ArrayBufferView;
type Named = string | { name: string; hash?: unknown };
interface GcmParameters {
  name: string;
  iv: Bytes;
  additionalData?: Bytes;
}
interface Key {
  name: string;
  secret: Buffer | null;
  keyObject: KeyObject | null;
}
/** With all that whoever verifies with it looks at before. */
interface PublicKey extends Key {
  type: "public";
  algorithm: { name: string; hash: { name: string }; modulusLength: number };
  usages: string[];
  [Symbol.toStringTag]: "CryptoKey";
}

const TAG_BYTES = 16;

/** The part of `crypto` that the app and the sandbox use; asking for anything else is an error. */
export function createSimulatedCrypto(fill: (bytes: Uint8Array) => void): Crypto {
  const randomHex = (count: number) => {
    const bytes = new Uint8Array(count);
    fill(bytes);
    return Buffer.from(bytes).toString("hex");
  };
  const simulated = {
    subtle: {
      digest: async (algorithm: Named, data: Bytes) =>
        toArrayBuffer(createHash(nodeHash(algorithm)).update(toBuffer(data)).digest()),
      importKey: async (format: string, data: Bytes | JsonWebKey, algorithm: Named) =>
        importKey(format, data, nameOf(algorithm)),
      sign: async (_algorithm: Named, key: Key, data: Bytes) =>
        toArrayBuffer(signed(key, toBuffer(data))),
      verify: async (_algorithm: Named, key: Key, signature: Bytes, data: Bytes) => {
        if (key.keyObject?.type === "public") {
          return verify("sha256", toBuffer(data), key.keyObject, toBuffer(signature));
        }
        const expected = signed(key, toBuffer(data));
        const given = toBuffer(signature);
        return expected.length === given.length && timingSafeEqual(expected, given);
      },
      encrypt: async (algorithm: GcmParameters, key: Key, data: Bytes) =>
        toArrayBuffer(encrypt(algorithm, key, toBuffer(data))),
      decrypt: async (algorithm: GcmParameters, key: Key, data: Bytes) =>
        toArrayBuffer(decrypt(algorithm, key, toBuffer(data))),
      generateKey: async () => signingPair(),
      exportKey: async (_format: "jwk", key: KeyObject) => key.export({ format: "jwk" }),
    },
    getRandomValues: (bytes: Uint8Array) => {
      fill(bytes);
      return bytes;
    },
    randomUUID: () => {
      const hex = randomHex(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
  return simulated as unknown as Crypto;
}

let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;

/** Made once a thread: it takes long, and nobody whom it would matter to reads what it signs. */
function signingPair() {
  pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair;
}

function importKey(format: string, data: Bytes | JsonWebKey, name: string): Key {
  if (format === "raw") return { name, secret: toBuffer(data as Bytes), keyObject: null };
  const jwk = data as NodeJwk;
  return jwk.d === undefined
    ? publicKeyOf(jwk, name)
    : { name, secret: null, keyObject: privateKeyOf(jwk) };
}

function publicKeyOf(key: NodeJwk, name: string): PublicKey {
  return {
    ...{ name, secret: null, type: "public", usages: ["verify"] },
    keyObject: createPublicKey({ key, format: "jwk" }),
    algorithm: { name, hash: { name: "SHA-256" }, modulusLength: 2048 },
    [Symbol.toStringTag]: "CryptoKey",
  };
}

const privateKeys = new Map<unknown, KeyObject>();

/** Reading one takes long, and there are few. */
function privateKeyOf(key: NodeJwk): KeyObject {
  const known = privateKeys.get(key.n) ?? createPrivateKey({ key, format: "jwk" });
  privateKeys.set(key.n, known);
  return known;
}

function signed({ secret, keyObject }: Key, data: Buffer): Buffer {
  if (secret) return createHmac("sha256", secret).update(data).digest();
  return sign("sha256", data, keyObject as KeyObject);
}

function encrypt({ iv, additionalData }: GcmParameters, key: Key, data: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key.secret as Buffer, toBuffer(iv));
  if (additionalData) cipher.setAAD(toBuffer(additionalData));
  return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
}

function decrypt({ iv, additionalData }: GcmParameters, key: Key, data: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key.secret as Buffer, toBuffer(iv), {
    authTagLength: TAG_BYTES,
  });
  if (additionalData) decipher.setAAD(toBuffer(additionalData));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]);
}

function nameOf(algorithm: Named): string {
  return typeof algorithm === "string" ? algorithm : algorithm.name;
}

function nodeHash(algorithm: Named): string {
  const name = nameOf(algorithm);
  if (name !== "SHA-256") throw new Error(`the simulation has no ${name}`);
  return "sha256";
}

function toBuffer(data: Bytes): Buffer {
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function toArrayBuffer(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
