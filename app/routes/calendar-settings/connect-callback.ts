import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import type { OAuthFlow } from "#db/oauth-flows.server.ts";
import { readCallback } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { connectCalendar } from "../../use-cases/connect-calendar.server.ts";
import { rememberOtherAccount } from "./other-account.server.ts";

const pages: Record<NonNullable<OAuthFlow["returnTo"]>, string> = {
  settings: "/settings/calendar",
  sync: "/sync",
};

/** Back from Google's consent page: on to a clean address, whatever happened. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const callback = await readCallback(request, context, "connect_calendar", sessionHash);
  if (callback.kind !== "code") return toSettings({ problem: callback.kind });
  const outcome = await connectCalendar(context, host, callback);
  switch (outcome.kind) {
    case "connected":
      return redirect(`${pages[callback.flow.returnTo ?? "settings"]}?notice=connected`, {
        headers: privatePage,
      });
    case "missingPermissions":
      return toSettings({ problem: outcome.kind, missing: outcome.missing.join(",") });
    case "otherAccount":
      return toSettings(
        { problem: outcome.kind },
        { "Set-Cookie": await rememberOtherAccount(context, outcome.account) },
      );
    default:
      return toSettings({ problem: outcome.kind });
  }
}

function toSettings(query: Record<string, string>, headers: Record<string, string> = {}): Response {
  const url = `/settings/calendar?${new URLSearchParams(query)}`;
  return redirect(url, { headers: { ...privatePage, ...headers } });
}
