/**
 * Refuses an address with a broken escape, such as a link that a mail program cut off behind a `%`. The router would
 * write it to the log in full, and with it whatever capability it holds.
 * @returns the refusal, or null when the request may go on.
 */
export function refuseBrokenPath(request: Request): Response | null {
  try {
    decodeURIComponent(new URL(request.url).pathname);
    return null;
  } catch {
    return damaged();
  }
}

/**
 * Refuses what the router would take for a request of single loaders, by their ids: our pages never send one, and the
 * router logs each as an error.
 * @returns the refusal, or null when the request may go on
 */
export function refuseLoaderQuery(request: Request): Response | null {
  if (!new URL(request.url).searchParams.has("_data")) return null;
  return damaged();
}

function damaged(): Response {
  return new Response("This address is damaged. Please check the link.\n", {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}
