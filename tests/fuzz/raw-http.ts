// HTTP/1.1 by hand: what no well-behaved client would send can be sent, byte for byte.
import { connect } from "node:net";

export interface RawRequest {
  method: string;
  /** As it stands in the request line. */
  target: string;
  headers: [string, string][];
  body: Buffer | null;
  /** How many bytes of the body are really sent; fewer than were promised leaves the request unfinished. */
  sentBytes?: number;
}

export interface RawAnswer {
  status: number;
  /** In lower case; what comes twice is joined by a line break. */
  headers: Record<string, string>;
  body: string;
}

const PATIENCE_MS = 20_000;

/** Sends one request on a connection of its own. @returns null when it is closed without an answer */
export function sendRaw(origin: string, request: RawRequest): Promise<RawAnswer | null> {
  const { hostname, port } = new URL(origin);
  const { body, sentBytes = body?.length ?? 0 } = request;
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    const tooLate = setTimeout(() => socket.destroy(new Error("no answer in time")), PATIENCE_MS);
    socket.on("connect", () => {
      socket.write(headOf(request), "latin1");
      if (body) socket.write(body.subarray(0, sentBytes));
      if (body && sentBytes < body.length) socket.end();
    });
    socket.on("data", (piece: Buffer) => pieces.push(piece));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever is refused early still has something to send.
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => {
      clearTimeout(tooLate);
      resolve(parse(Buffer.concat(pieces)));
    });
  });
}

/** The head of a request, as it is sent. */
export function headOf({ method, target, headers, body }: RawRequest): string {
  const length: [string, string][] = body ? [["Content-Length", String(body.length)]] : [];
  const lines = [...headers, ...length, ["Connection", "close"]].map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

function parse(bytes: Buffer): RawAnswer | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
  }
  const rest = bytes.subarray(end + 4);
  const isChunked = headers["transfer-encoding"]?.includes("chunked") ?? false;
  const body = isChunked ? joinChunks(rest) : rest;
  return { status: Number(first.split(" ")[1]), headers, body: body.toString("utf8") };
}

function joinChunks(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) break;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    if (!size) break;
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
