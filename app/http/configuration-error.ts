import type { ConfigurationError } from "#app/env.server.ts";

/** A plain page for the operator: the names of the variables and how to set them, no values. */
export function configurationErrorPage(error: ConfigurationError): Response {
  console.error(JSON.stringify({ level: "error", what: "configuration", message: error.message }));
  return new Response(`${error.message}\n`, {
    status: 500,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
