import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import { endSession } from "../auth/session.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  return redirect("/", { headers: { "Set-Cookie": await endSession(request, context) } });
}

export const loader = () => redirect("/");
