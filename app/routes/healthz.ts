import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { sql } from "drizzle-orm";

/** For whoever watches over the deployment: 200 when the Worker runs and D1 answers. */
export async function loader({ context }: LoaderFunctionArgs) {
  try {
    await context.db.get(sql`SELECT 1`);
    return new Response("ok\n", { headers: { "Cache-Control": "no-store" } });
  } catch {
    return new Response("database away\n", { status: 503 });
  }
}
