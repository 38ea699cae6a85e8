// What TypeScript can't see by itself: Remix's build output, and the one entry of react-dom without declarations.

declare module "*/build/server/index.js" {
  import type { ServerBuild } from "@remix-run/cloudflare";

  const build: ServerBuild;
  export = build;
}

declare module "react-dom/server.browser" {
  export * from "react-dom/server";
}
