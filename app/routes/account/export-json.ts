import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { requireHost } from "../../auth/session.server.ts";
import { bookingsJson } from "../../domain/bookings-json.ts";
import { download, toExportedHost } from "./export.server.ts";

const FORMAT = { type: "application/json; charset=utf-8", ending: "json" };

/** All bookings of the host as JSON. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const file = bookingsJson(toExportedHost(context, host), context.now());
  return download(context, host.id, file, FORMAT);
}
