import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { findSignedIn } from "../../auth/session.server.ts";
import { startSignIn } from "../../auth/sign-in.server.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { requireAppOrigin } from "../../http/app-origin.ts";
import { readForm } from "../../http/form.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** One line of script: the browser's time zone. Without it, it is asked after signing in. */
export const handle = { scripts: "inline" };

export const meta: MetaFunction = () => [{ title: "Sign in · Slotkeeper" }];

const problems: Record<string, string> = {
  denied: "You did not give Google your consent, so you are not signed in.",
  refused:
    "That sign-in was no longer valid: it is good once, for ten minutes, in the browser where it began. Please try again.",
  failed: "Google did not complete the sign-in. Please try again in a moment.",
  beingDeleted:
    "Your account is being deleted, which takes a day at most. Once it is, you can sign in and begin anew.",
  notInvited:
    "This Slotkeeper is by invitation, and the Google account that you chose is not invited. Whoever runs it can invite you. If you were invited under another address, sign in with that account.",
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireAppOrigin(request, context);
  if (await findSignedIn(request, context)) throw redirect("/dashboard");
  const code = new URL(request.url).searchParams.get("problem") ?? "";
  return { problem: Object.hasOwn(problems, code) ? problems[code] : null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { timeZone } = await readForm(request);
  return startSignIn(request, context, findTimeZone(timeZone ?? ""));
}

export default function SignIn() {
  const { problem } = useLoaderData<typeof loader>();
  return (
    <GuestPage>
      <h1>Sign in to Slotkeeper</h1>
      {problem ? (
        <div className="mt-5">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <div className="mt-3">
        <SignInForm />
      </div>
    </GuestPage>
  );
}
