import type { GoogleSandbox } from "./sandbox.ts";

/** What a person does on the pages between an application's request and its callback. */
export type ConsentWalk = {
  email: string;
  decision?: "allow" | "deny";
  /** Scopes whose boxes the person unticks. */
  untick?: string[];
};

/**
 * Walks through account chooser and consent page as a person would, by submitting the forms that
 * the pages show. Returns the callback address, or the page on which the walk ended.
 */
export async function walkThroughConsent(
  sandbox: Pick<GoogleSandbox, "fetch">,
  authorizeUrl: string | URL,
  { email, decision = "allow", untick = [] }: ConsentWalk,
): Promise<{ callback: URL | null; response: Response }> {
  const chooser = await sandbox.fetch(authorizeUrl, { redirect: "manual" });
  if (chooser.status !== 200) return { callback: callbackOf(chooser), response: chooser };
  const choice = await submit(sandbox, authorizeUrl, await chooser.text(), [["account", email]]);
  if (choice.status !== 200) return { callback: callbackOf(choice), response: choice };

  const page = await choice.text();
  const ticked = [...page.matchAll(/name="scope"\s+value="([^"]+)"\s+checked/g)]
    .map((match) => match[1] ?? "")
    .filter((scope) => !untick.includes(scope));
  const response = await submit(sandbox, authorizeUrl, page, [
    ["account", email],
    ["decision", decision],
    ...ticked.map((scope): [string, string] => ["scope", scope]),
  ]);
  return { callback: callbackOf(response), response };
}

function submit(
  sandbox: Pick<GoogleSandbox, "fetch">,
  base: string | URL,
  page: string,
  fields: [string, string][],
): Promise<Response> {
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  return sandbox.fetch(new URL(action, base), {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}

function callbackOf(response: Response): URL | null {
  const location = response.headers.get("location");
  return location === null ? null : new URL(location);
}
