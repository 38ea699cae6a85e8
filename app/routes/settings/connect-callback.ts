import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { readCallback } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { connectCalendar } from "../../use-cases/connect-calendar.server.ts";

/** Back from Google's consent page: on to a clean address, whatever happened. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const callback = await readCallback(request, context, "connect_calendar", sessionHash);
  if (callback.kind !== "code") return toSettings({ problem: callback.kind });
  const { codeVerifier } = callback.flow;
  const outcome = await connectCalendar(context, host, callback.code, codeVerifier);
  switch (outcome.kind) {
    case "connected":
      return toSettings({ notice: "connected" });
    case "missingPermissions":
      return toSettings({ problem: outcome.kind, missing: outcome.missing.join(",") });
    default:
      return toSettings({ problem: outcome.kind });
  }
}

function toSettings(query: Record<string, string>): Response {
  return redirect(`/settings?${new URLSearchParams(query)}`, { headers: privatePage });
}
