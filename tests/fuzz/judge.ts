// What an answer must not be, whatever was asked.
import type { FuzzCase } from "./cases.ts";
import type { RawAnswer } from "./raw-http.ts";
import { SECRET_NOTES, type Town } from "./town.ts";
import { INJECTED_HEADER, MARKUP } from "./values.ts";
import type { Writes } from "./write-counter.ts";

/** Tables that a refused request may leave a trace in: what its page reads anew from Google when it is shown again. */
const READ_ANEW = ["calendars", "busy_snapshots"];

const TRACES =
  /\n\s+at .+:\d+:\d+|D1_ERROR|SQLITE_|node_modules|drizzle|ZodError|TypeError|ReferenceError|RangeError|SyntaxError|\.server\.ts/;

/** @returns what is wrong, in words; nothing when all is well */
export function judge(
  town: Town,
  asked: FuzzCase,
  answer: RawAnswer | null,
  writes: Writes,
): string[] {
  const written = Object.keys(writes).filter((name) => !READ_ANEW.includes(name));
  const isRefused = answer === null || answer.status >= 400;
  const wrong: string[] = [];
  if (isRefused && written.length > 0) wrong.push(`refused, but wrote ${JSON.stringify(writes)}`);
  if (answer === null) {
    if (!asked.isUnfinished) wrong.push("no answer");
    return wrong;
  }
  const { status, headers, body } = answer;
  if (status >= 500) wrong.push(`status ${status}`);
  // Whoever is not signed in is asked to before their form is looked at.
  const asksWho =
    (status === 302 || status === 303) && /^\/sign-in(?:\?|$)/.test(headers.location ?? "");
  if (asked.mustRefuse && status < 400 && !asksWho) wrong.push(`accepted with ${status}`);
  if (TRACES.test(body)) wrong.push(`tells ${JSON.stringify(TRACES.exec(body)?.[0])}`);
  if (headers[INJECTED_HEADER]) wrong.push("a value became a header");
  if (leadsAway(town, headers.location ?? "")) wrong.push(`leads to ${headers.location}`);
  const isPage = (headers["content-type"] ?? "").startsWith("text/html");
  if (isPage) wrong.push(...judgePage(asked, answer));
  if (tellsSecret(town, asked, body)) wrong.push("tells a booking to somebody without its link");
  return wrong;
}

function judgePage(asked: FuzzCase, { status, body }: RawAnswer): string[] {
  if (asked.request.method === "HEAD") return [];
  const wrong: string[] = [];
  if (body.includes(MARKUP)) wrong.push("markup stands in the page as it came");
  if (!/<h1\b/.test(body)) wrong.push(`a page without a heading (${status})`);
  const says = /-error"|role="alert"|role="status"|class="notice/.test(body);
  if (status === 422 && asked.used && !says) wrong.push("422 without a word why");
  return wrong;
}

function leadsAway({ worker }: Town, location: string): boolean {
  if (location === "") return false;
  const { origin } = new URL(location, worker.origin);
  return origin !== worker.origin && origin !== "https://google.test";
}

function tellsSecret(town: Town, { request }: FuzzCase, body: string): boolean {
  if (!body.includes(SECRET_NOTES)) return false;
  // Whoever names the whole link, or has just typed it, knows it.
  const known = [...town.bookings, town.foreign].some((path) => request.target.includes(path));
  return !known && !/only(?:%20| )for/.test(request.body?.toString("latin1") ?? "");
}
