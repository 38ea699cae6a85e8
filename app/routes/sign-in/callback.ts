import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { browserName } from "../../auth/browser-name.server.ts";
import { startSession } from "../../auth/session.server.ts";
import { finishSignIn } from "../../auth/sign-in.server.ts";
import { findWantedPage, signInPath } from "../../auth/wanted-page.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { privatePage } from "../../http/private-page.ts";
import { signInHost } from "../../use-cases/sign-in-host.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const answer = await finishSignIn(request, context);
  const wanted = findWantedPage(answer.returnTo, context.env.APP_ORIGIN);
  if (answer.kind !== "signedIn") return backToSignIn(answer.kind, wanted);
  const timeZone = answer.browserTimeZone ?? guessTimeZone(request) ?? "UTC";
  const outcome = await signInHost(context, answer.profile, timeZone);
  if (outcome.kind !== "signedIn") return backToSignIn(outcome.kind, wanted);
  const { hostId, isNew } = outcome;
  const browser = browserName(request.headers.get("User-Agent"));
  const headers = { ...privatePage, "Set-Cookie": await startSession(context, hostId, browser) };
  return redirect(isNew ? "/welcome" : (wanted ?? "/dashboard"), { headers });
}

/** A second try still leads to the same page. */
function backToSignIn(problem: string, wanted: string | null): Response {
  return redirect(signInPath(wanted, problem), { headers: privatePage });
}
