import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "./database.server.ts";
import { oauthFlows } from "./schema/hosts.server.ts";

export type OAuthFlow = typeof oauthFlows.$inferSelect;

/** What a flow is found by: its state, and that it is this browser's and for this purpose. */
type FlowKey = Pick<OAuthFlow, "stateHash" | "purpose" | "boundToHash">;

export async function createOAuthFlow(db: Database, flow: OAuthFlow): Promise<void> {
  await db.insert(oauthFlows).values(flow);
}

/** Takes the flow out: it can be used once, by the browser and for the purpose that it was begun for, until it expires. */
export async function takeOAuthFlow(
  db: Database,
  flow: FlowKey,
  now: number,
): Promise<OAuthFlow | null> {
  const taken = await db
    .delete(oauthFlows)
    .where(and(isFlow(flow), gt(oauthFlows.expiresAt, now)))
    .returning()
    .get();
  return taken ?? null;
}

/** Where a flow was to lead, also one that has expired; null when it says nothing of it, or is gone. */
export async function findReturnTo(db: Database, flow: FlowKey): Promise<string | null> {
  const { returnTo } = oauthFlows;
  const found = await db.select({ returnTo }).from(oauthFlows).where(isFlow(flow)).get();
  return found?.returnTo ?? null;
}

function isFlow({ stateHash, purpose, boundToHash }: FlowKey) {
  return and(
    eq(oauthFlows.stateHash, stateHash),
    eq(oauthFlows.purpose, purpose),
    eq(oauthFlows.boundToHash, boundToHash),
  );
}

/** Clears away the flows that were over before an instant. */
export async function deleteExpiredOAuthFlows(db: Database, before: number): Promise<void> {
  await db.delete(oauthFlows).where(lt(oauthFlows.expiresAt, before));
}
