import { STYLES } from "./styles.ts";

/** Markup that is safe to send: everything put into it was escaped. */
export type Html = { readonly markup: string };

export type HtmlPart = Html | string | number | null | HtmlPart[];

/** A template whose values are escaped unless they are markup made by this template. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  const markup = strings.reduce((text, piece, index) => {
    const part = parts[index];
    return text + piece + (part === undefined ? "" : toMarkup(part));
  }, "");
  return { markup };
}

function toMarkup(part: HtmlPart): string {
  if (part === null) return "";
  if (Array.isArray(part)) return part.map(toMarkup).join("");
  if (typeof part === "object") return part.markup;
  return escapeText(String(part));
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Wraps a body into the sandbox's page, under the banner that says what this is. */
export function page(status: number, title: string, body: Html): Response {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title} – Google sandbox</title>
<style>${{ markup: STYLES }}</style>
</head>
<body>
<p class="banner"><strong>Google sandbox</strong> – a local stand-in, nothing leaves this machine</p>
<main>${body}</main>
</body>
</html>
`;
  return new Response(document.markup, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Navigation between the pages for people. */
export function siteNav(current: "accounts" | "sandbox" | null): Html {
  const link = (href: string, label: string, isCurrent: boolean) =>
    isCurrent
      ? html`<a href="${href}" aria-current="page">${label}</a>`
      : html`<a href="${href}">${label}</a>`;
  return html`<nav aria-label="Sandbox">
${link("/", "Accounts", current === "accounts")}
${link("/sandbox", "Faults and mail", current === "sandbox")}
</nav>`;
}

export function notFoundPage(): Response {
  return page(
    404,
    "Not found",
    html`${siteNav(null)}<h1>Not found</h1><p>There is nothing at this address.</p>`,
  );
}
