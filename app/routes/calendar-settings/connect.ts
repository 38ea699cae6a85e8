import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { z } from "zod";
import { findConnection } from "#db/calendar-connections.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { postponeRevocations } from "#db/pending-revocations.server.ts";
import { FLOW_LIFE_MS, newFlowSecrets, rememberFlow } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { isConnectionId } from "../../domain/connection-id.ts";
import { readForm } from "../../http/form.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { readOtherAccount } from "./other-account.server.ts";
import { returnPageOf } from "./return-path.ts";

const Form = z.object({
  /** Connect again what was connected before: this connection's account and no other. */
  connectionId: z.string().refine(isConnectionId).optional(),
  /** `other`: the account that Google answered with last time. `choose`: whichever the host takes at Google. */
  account: z.enum(["other", "choose"]).optional(),
  /** The page to come back to, by its name; these settings, if it is none of those that lead here. */
  returnTo: z.string().optional(),
});
type Form = z.infer<typeof Form>;

/** Leaves for Google's consent page. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const form = Form.safeParse(await readForm(request)).data;
  if (!form) throw new Response(null, { status: 400 });
  const awaited = await awaitedAccount(request, context, host, form);
  await postponeRevocations(context.db, host.id, context.now() + FLOW_LIFE_MS);
  const state = context.newSecret();
  const secrets = await newFlowSecrets(context);
  await rememberFlow(context, state, secrets, {
    purpose: "connect_calendar",
    boundToHash: sessionHash,
    accountSub: awaited?.sub ?? null,
    takesOver: isCurrent(host, form),
    returnTo: returnPageOf(form.returnTo)?.name ?? null,
  });
  const { nonce, codeChallenge } = secrets;
  const url = context.google.oauth.calendarConsentUrl({
    ...{ state, nonce, codeChallenge },
    loginHint: form.account === "choose" ? null : (awaited?.email ?? (await hintOf(context, host))),
    askWhichAccount: form.account === "choose",
  });
  return redirect(url, 303);
}

/** Whether it is about where new bookings go, and not about an older account's events. */
function isCurrent(host: Host, { connectionId }: Form): boolean {
  if (connectionId === undefined || !host.googleCalendarEnabled) return true;
  return connectionId === host.googleCalendarConnectionId;
}

/** The account that the consent has to be of; null when any will do. @throws a 404 Response */
async function awaitedAccount(
  request: Request,
  context: AppContext,
  host: Host,
  { connectionId, account }: Form,
): Promise<{ sub: string; email: string } | null> {
  if (account === "choose") return null;
  const other = account === "other" ? await readOtherAccount(request, context) : null;
  if (other) return other;
  const id = connectionId ?? (host.googleCalendarEnabled ? host.googleCalendarConnectionId : null);
  if (!id) return null;
  const connection = await findConnection(context.db, host.id, id);
  if (!connection) throw new Response(null, { status: 404 });
  return { sub: connection.googleSub, email: connection.email };
}

/** Of several accounts at Google the one that was connected last is probably meant. */
async function hintOf({ db }: AppContext, host: Host): Promise<string> {
  const id = host.googleCalendarConnectionId;
  return (id && (await findConnection(db, host.id, id))?.email) || host.email;
}

export const loader = () => redirect("/settings/calendar");
