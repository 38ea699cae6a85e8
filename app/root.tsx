import type { LinksFunction, MetaFunction } from "@remix-run/cloudflare";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorPage } from "./ui/error-page.tsx";
import guestScript from "./ui/guest-script.js?url&no-inline";
import { useNonce } from "./ui/nonce.ts";
import styles from "./ui/styles.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export const meta: MetaFunction = () => [{ title: "Slotkeeper" }];

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f7f9" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#101418" />
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

/**
 * Most pages are links and forms and nothing else. Guests' pages ask for a script that makes them nicer
 * (`handle.scripts: "enhance"`), the host's to be brought to life ("hydrate").
 */
function PageScripts() {
  const nonce = useNonce();
  const wanted = useMatches().map(
    ({ handle }) => (handle as { scripts?: string } | undefined)?.scripts,
  );
  if (wanted.includes("enhance")) return <script src={guestScript} defer />;
  if (!wanted.includes("hydrate")) return null;
  return (
    <>
      <ScrollRestoration nonce={nonce} />
      <Scripts nonce={nonce} />
    </>
  );
}
