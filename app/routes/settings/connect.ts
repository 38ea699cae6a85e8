import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { newFlowSecrets, rememberFlow } from "../../auth/oauth-flow.server.ts";
import { requireHost } from "../../auth/session.server.ts";

/** Leaves for Google's consent page. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const state = context.newSecret();
  const secrets = await newFlowSecrets(context);
  await rememberFlow(context, state, secrets, {
    purpose: "connect_calendar",
    boundToHash: sessionHash,
    browserTimeZone: null,
  });
  const { nonce, codeChallenge } = secrets;
  const loginHint = host.email;
  return redirect(
    context.google.oauth.calendarConsentUrl({ state, nonce, codeChallenge, loginHint }),
    303,
  );
}

export const loader = () => redirect("/settings");
