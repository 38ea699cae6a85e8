import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { findConnectionByAccount } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { OAuthFlow } from "#db/oauth-flows.server.ts";
import { readCallback } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import type { AppContext } from "../../load-context.server.ts";
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
      return redirect(
        `${pages[callback.flow.returnTo ?? "settings"]}?notice=${callback.flow.takesOver ? "connected" : "renewed"}`,
        { headers: privatePage },
      );
    case "missingPermissions":
      return toSettings({ problem: outcome.kind, missing: outcome.missing.join(",") });
    case "otherAccount":
      return toSettings(
        { problem: outcome.kind, ...(await awaitedConnection(context, host, callback.flow)) },
        { "Set-Cookie": await rememberOtherAccount(context, outcome.account) },
      );
    default:
      return toSettings({ problem: outcome.kind });
  }
}

/** Named only where a certain account was awaited, which may be an older one. */
async function awaitedConnection(
  { db }: AppContext,
  host: Host,
  { accountSub }: Pick<OAuthFlow, "accountSub">,
): Promise<{ awaited?: string }> {
  const known = accountSub === null ? null : await findConnectionByAccount(db, host.id, accountSub);
  return known ? { awaited: known.id } : {};
}

function toSettings(query: Record<string, string>, headers: Record<string, string> = {}): Response {
  const url = `/settings/calendar?${new URLSearchParams(query)}`;
  return redirect(url, { headers: { ...privatePage, ...headers } });
}
