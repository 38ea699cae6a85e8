import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { startSession } from "../../auth/session.server.ts";
import { finishSignIn } from "../../auth/sign-in.server.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { privatePage } from "../../http/private-page.ts";
import { NotInvitedError, signInHost } from "../../use-cases/sign-in-host.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const outcome = await finishSignIn(request, context);
  if (outcome.kind !== "signedIn") return backToSignIn(outcome.kind);
  const timeZone = outcome.browserTimeZone ?? guessTimeZone(request) ?? "UTC";
  try {
    const { hostId, isNew } = await signInHost(context, outcome.profile, timeZone);
    const headers = { ...privatePage, "Set-Cookie": await startSession(context, hostId) };
    return redirect(isNew ? "/welcome" : "/dashboard", { headers });
  } catch (error) {
    if (error instanceof NotInvitedError) return backToSignIn("not_invited");
    throw error;
  }
}

function backToSignIn(problem: string): Response {
  return redirect(`/sign-in?problem=${problem}`, { headers: privatePage });
}
