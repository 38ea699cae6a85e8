import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { requireHost } from "../../auth/session.server.ts";
import { calendarFile } from "../../domain/calendar-file.ts";
import { download, toExportedHost } from "./export.server.ts";

const FORMAT = { type: "text/calendar; charset=utf-8", ending: "ics" };

/** All bookings of the host as a calendar file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { hostname } = new URL(context.env.APP_ORIGIN);
  const file = calendarFile(toExportedHost(context, host), hostname, context.now());
  return download(context, host.id, file, FORMAT);
}
