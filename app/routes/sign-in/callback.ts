import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { startSession } from "../../auth/session.server.ts";
import { finishSignIn } from "../../auth/sign-in.server.ts";
import { guessTimeZone } from "../../http/guess-time-zone.ts";
import { privatePage } from "../../http/private-page.ts";
import { signInHost } from "../../use-cases/sign-in-host.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const outcome = await finishSignIn(request, context);
  if (outcome.kind !== "signedIn") {
    return redirect(`/sign-in?problem=${outcome.kind}`, { headers: privatePage });
  }
  const timeZone = outcome.browserTimeZone ?? guessTimeZone(request) ?? "UTC";
  const { hostId, isNew } = await signInHost(context, outcome.profile, timeZone);
  const headers = { ...privatePage, "Set-Cookie": await startSession(context, hostId) };
  return redirect(isNew ? "/welcome" : "/dashboard", { headers });
}
