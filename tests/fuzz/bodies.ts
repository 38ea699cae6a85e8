// A form's fields as bytes: as browsers send them, and as only broken or crafted clients do.
import type { Random } from "../simulation/random.ts";
import type { Fields } from "./fields.ts";
import { bytesOf, percentEncode } from "./values.ts";

export interface EncodedBody {
  /** What is wrong with it; empty when nothing is. */
  name: string;
  headers: [string, string][];
  body: Buffer;
  sentBytes: number;
  mustRefuse: boolean;
}

const URL_ENCODED = "application/x-www-form-urlencoded";
const BOUNDARY = "----fuzz-boundary";

export function encodeBody(fields: Fields, random: Random): EncodedBody {
  return bodies[random.weighted(WEIGHTS)](fields, random);
}

const WEIGHTS = {
  urlEncoded: 70,
  multipart: 10,
  badEscapes: 4,
  otherType: 4,
  noType: 2,
  cutMultipart: 3,
  otherBoundary: 2,
  file: 2,
  unfinished: 2,
  tooLarge: 0.5,
  noise: 2,
};

const bodies: Record<keyof typeof WEIGHTS, (fields: Fields, random: Random) => EncodedBody> = {
  urlEncoded: (fields) => whole("", URL_ENCODED, urlEncoded(fields), false),
  multipart: (fields) => whole("multipart", multipartType(), multipart(fields), false),
  badEscapes: (fields, random) => {
    const tail = random.pick(["&%", "&a=%zz", "&%E0%80=%FF%FE", "&&&=&", "&a=\xff\xfe", "+%"]);
    const body = Buffer.concat([urlEncoded(fields), Buffer.from(tail, "latin1")]);
    return whole(`with ${JSON.stringify(tail)}`, URL_ENCODED, body, false);
  },
  otherType: (fields, random) => {
    const type = random.pick([
      "application/json",
      "text/plain",
      "text/html; charset=utf-7",
      "x",
      ";",
    ]);
    const json = Buffer.from(JSON.stringify(Object.fromEntries(fields)));
    return whole(`as ${type}`, type, random.chance(0.5) ? json : urlEncoded(fields), true);
  },
  noType: (fields) => ({ ...whole("no type", "", urlEncoded(fields), true), headers: [] }),
  cutMultipart: (fields, random) => {
    const body = multipart(fields);
    const end = random.between(0, Math.max(0, body.length - BOUNDARY.length - 8));
    return whole("multipart, cut off", multipartType(), body.subarray(0, end), true);
  },
  otherBoundary: (fields, random) => {
    const boundary = random.pick(["other", "", '"', "a".repeat(500), "=", "\\"]);
    const type = `multipart/form-data; boundary=${boundary}`;
    return whole("multipart, other boundary", type, multipart(fields), true);
  },
  file: (fields, random) => {
    const [name = "notes"] = fields.length > 0 ? random.pick(fields) : [];
    const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\n\r\nx\r\n`;
    const body = Buffer.concat([Buffer.from(part, "utf8"), multipart(fields)]);
    return whole("multipart with a file", multipartType(), body, true);
  },
  unfinished: (fields, random) => {
    const body = urlEncoded(fields);
    const sentBytes = random.between(0, Math.max(0, body.length - 1));
    return { ...whole("unfinished", URL_ENCODED, body, body.length > 0), sentBytes };
  },
  tooLarge: () =>
    whole(
      "300 KB",
      URL_ENCODED,
      Buffer.concat([Buffer.from("a="), Buffer.alloc(300_000, "x")]),
      true,
    ),
  noise: (_fields, random) => {
    const body = Buffer.alloc(random.between(0, 2_000));
    random.bytes(body);
    const type = random.pick([URL_ENCODED, multipartType()]);
    return whole("noise", type, body, type !== URL_ENCODED);
  },
};

function whole(name: string, type: string, body: Buffer, mustRefuse: boolean): EncodedBody {
  return { name, headers: [["Content-Type", type]], body, sentBytes: body.length, mustRefuse };
}

function urlEncoded(fields: Fields): Buffer {
  const pairs = fields.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  return Buffer.from(pairs.join("&"), "latin1");
}

const multipartType = () => `multipart/form-data; boundary=${BOUNDARY}`;

function multipart(fields: Fields): Buffer {
  const parts = fields.flatMap(([name, value]) => [
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name.replaceAll('"', "%22")}"\r\n\r\n`,
    ),
    bytesOf(value),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
