import { data, redirectDocument } from "@remix-run/cloudflare";
import { readForm } from "../http/form.server.ts";
import { privatePage } from "../http/private-page.ts";
import type { AppContext } from "../load-context.server.ts";
import { findWantedPage, signInPath, wantedPageOf } from "./wanted-page.ts";

/**
 * What somebody who is not signed in is answered, to be thrown. Who wanted to see a page is led to sign in, and from there
 * back. A form comes back whole with a 403, since what was typed is nowhere else: see ErrorPage.
 */
export async function askToSignIn(request: Request, { env }: Pick<AppContext, "env">) {
  const wanted = wantedPageOf(request, env.APP_ORIGIN);
  const headers = privatePage;
  // A new document is read out from its start, and the browser asks before what was typed is left behind.
  if (request.method !== "POST") return redirectDocument(signInPath(wanted), { headers });
  const { pathname } = new URL(request.url);
  if (findWantedPage(pathname, env.APP_ORIGIN) === null) return sayNotDone(wanted);
  return data({ ...(await readForm(request)) }, { status: 403, headers });
}

/** For a form that can't come back: the sign-in page says that nothing was done. */
export function sayNotDone(wanted: string | null) {
  return redirectDocument(signInPath(wanted, "notDone"), { status: 303, headers: privatePage });
}
