// The picture of a Google account, which guests get from us: their browser has nothing to do with Google.
import type { Fetch } from "./exchange.server.ts";

interface Endpoints {
  GOOGLE_ACCOUNTS_ORIGIN: string;
}

const DEADLINE_MS = 3_000;
const MOST_BYTES = 512 * 1024;
const IMAGE = /^image\/(?:jpeg|png|webp|gif|svg\+xml)$/;
/** Shown with 80 px at most, on screens with two dots to each. */
const SIDE_PX = 160;

/** Whether Google keeps a picture there: nothing else is asked for, whatever is stored. */
export function isProfilePicture(url: string | null, endpoints: Endpoints): url is string {
  if (url === null || !URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  const isGoogles = protocol === "https:" && hostname.endsWith(".googleusercontent.com");
  return isGoogles || origin === endpoints.GOOGLE_ACCOUNTS_ORIGIN;
}

/** The picture as Google has it now; null when there is none, it is no picture, or Google is away. */
export async function fetchProfilePicture(
  fetch: Fetch,
  url: string,
): Promise<{ type: string; bytes: ArrayBuffer } | null> {
  // "=s96-c" at the end of such an address is the size that is wanted.
  const sized = url.replace(/=s\d+(-c)?$/, `=s${SIDE_PX}-c`);
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const answer = await fetch(sized, { redirect: "manual", signal });
    const type = answer.headers.get("Content-Type")?.split(";")[0]?.trim() ?? "";
    if (answer.status !== 200 || !IMAGE.test(type)) return null;
    if (Number(answer.headers.get("Content-Length") ?? 0) > MOST_BYTES) return null;
    const bytes = await answer.arrayBuffer();
    return bytes.byteLength > MOST_BYTES ? null : { type, bytes };
  } catch {
    return null;
  }
}
