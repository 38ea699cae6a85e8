import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { oauthFlows } from "./schema/hosts.server.ts";

export type OAuthFlow = typeof oauthFlows.$inferSelect;

export async function createOAuthFlow(db: Database, flow: OAuthFlow): Promise<void> {
  await db.insert(oauthFlows).values(flow);
}

/** Takes the flow out: it can be used once, by the browser and for the purpose that it was begun for, until it expires. */
export async function takeOAuthFlow(
  db: Database,
  flow: Pick<OAuthFlow, "stateHash" | "purpose" | "boundToHash">,
  now: number,
): Promise<OAuthFlow | null> {
  const taken = await db
    .delete(oauthFlows)
    .where(
      and(
        eq(oauthFlows.stateHash, flow.stateHash),
        eq(oauthFlows.purpose, flow.purpose),
        eq(oauthFlows.boundToHash, flow.boundToHash),
        gt(oauthFlows.expiresAt, now),
      ),
    )
    .returning()
    .get();
  return taken ?? null;
}

export async function deleteExpiredOAuthFlows(db: Database, now: number): Promise<void> {
  await db.delete(oauthFlows).where(lt(oauthFlows.expiresAt, now));
}
