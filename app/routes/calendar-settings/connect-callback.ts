import { type LoaderFunctionArgs, redirect } from "@remix-run/cloudflare";
import { readCallback } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { connectCalendar } from "../../use-cases/connect-calendar.server.ts";
import { rememberOtherAccount } from "./other-account.server.ts";
import { FROM, returnPageOf } from "./return-path.ts";

const SETTINGS = "/settings/calendar";

/** Back from Google's consent page: on to a clean address, whatever happened. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const callback = await readCallback(request, context, "connect_calendar", sessionHash);
  if (callback.kind === "refused") return toSettings({ problem: callback.kind });
  const { returnTo, takesOver } = callback.flow;
  const page = returnPageOf(returnTo);
  const toTeller = page?.tellsProblems ? toPage(page.path) : toSettings;
  if (callback.kind !== "code") return toTeller({ problem: callback.kind });
  const outcome = await connectCalendar(context, host, callback);
  const from: Record<string, string> = page ? { [FROM]: page.name } : {};
  switch (outcome.kind) {
    case "connected":
      return toPage(page?.onward ?? page?.path ?? SETTINGS)({
        notice: takesOver ? "connected" : "renewed",
      });
    // Told where it can be changed.
    case "connectedToPrimary":
      return toSettings({ notice: outcome.kind, ...from });
    case "missingPermissions":
      return toTeller({ problem: outcome.kind, missing: outcome.missing.join(","), ...from });
    case "otherAccount":
      return toSettings(
        {
          problem: outcome.kind,
          // The page itself knows the one in use; it may have been an older one.
          ...(outcome.awaitedId ? { awaited: outcome.awaitedId } : {}),
          ...from,
        },
        { "Set-Cookie": await rememberOtherAccount(context, outcome.account) },
      );
    default:
      return toTeller({ problem: outcome.kind, ...from });
  }
}

function toPage(path: string) {
  return (query: Record<string, string>, headers: Record<string, string> = {}): Response =>
    redirect(`${path}?${new URLSearchParams(query)}`, { headers: { ...privatePage, ...headers } });
}

const toSettings = toPage(SETTINGS);
