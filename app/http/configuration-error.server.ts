import type { ConfigurationError } from "../env.server.ts";
import { logError } from "../log.server.ts";

/** A plain page for the operator: the names of the variables and how to set them, no values. */
export function configurationErrorPage(error: ConfigurationError): Response {
  logError("configuration", error);
  return new Response(`${error.message}\n`, {
    status: 500,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
