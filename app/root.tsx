import type { LinksFunction, MetaFunction } from "@remix-run/cloudflare";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorPage } from "./ui/error-page.tsx";
import { useNonce } from "./ui/nonce.ts";
import styles from "./ui/styles.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = () => [{ title: "Slotkeeper" }];

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>{children}</body>
    </html>
  );
}

export default function App() {
  return (
    <>
      <Outlet />
      <PageScripts />
    </>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}

/** Only pages that ask for it (`handle.scripts`) are brought to life; all others are links and forms. */
function PageScripts() {
  const nonce = useNonce();
  const wanted = useMatches().some(
    ({ handle }) => (handle as { scripts?: string } | undefined)?.scripts === "hydrate",
  );
  if (!wanted) return null;
  return (
    <>
      <ScrollRestoration nonce={nonce} />
      <Scripts nonce={nonce} />
    </>
  );
}
