import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { findSignedIn, showsSession } from "../../auth/session.server.ts";
import { startSignIn } from "../../auth/sign-in.server.ts";
import { findWantedPage, nameOfPage, readWantedPage } from "../../auth/wanted-page.ts";
import { findTimeZone } from "../../domain/time-zone.ts";
import { requireAppOrigin } from "../../http/app-origin.ts";
import { readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { privatePage } from "../../http/private-page.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** One line of script: the browser's time zone. Without it, it is asked after signing in. */
export const handle = { scripts: "inline" };

export const meta: MetaFunction = () => [{ title: "Sign in · Slotkeeper" }];

export const headers = () => privatePage;

const problems: Record<string, string> = {
  denied: "You did not give Google your consent, so you are not signed in.",
  refused:
    "That sign-in was no longer valid: it is good once, for ten minutes, in the browser where it began. Please try again.",
  failed: "Google did not complete the sign-in. Please try again in a moment.",
  beingDeleted:
    "Your account is being deleted, which takes a day at most. Once it is, you can sign in and begin anew.",
  notInvited:
    "This Slotkeeper is by invitation, and the Google account that you chose is not invited. Whoever runs it can invite you. If you were invited under another address, sign in with that account.",
  notDone:
    "You were signed out, so what you asked for was not done. Sign in again and ask for it once more.",
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireAppOrigin(request, context);
  const { searchParams } = new URL(request.url);
  const wanted = readWantedPage(searchParams, context.env.APP_ORIGIN);
  if (await findSignedIn(request, context)) throw redirect(wanted ?? "/dashboard");
  return {
    problem: textOfCode(problems, searchParams, "problem"),
    wanted,
    name: wanted && nameOfPage(wanted),
    isSessionOver: await showsSession(request, context),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { timeZone, to } = await readForm(request);
  const wanted = findWantedPage(to, context.env.APP_ORIGIN);
  return startSignIn(request, context, findTimeZone(timeZone ?? ""), wanted);
}

export default function SignIn() {
  const { problem, wanted, name, isSessionOver } = useLoaderData<typeof loader>();
  const ended = isSessionOver
    ? `You were signed out. Sign in again to go on${name ? ` to ${name}` : ""}.`
    : null;
  return (
    <GuestPage>
      <h1>Sign in to Slotkeeper</h1>
      {problem || ended ? (
        <div className="mt-5">
          <Notice tone={problem ? "bad" : "warn"}>{problem ?? ended}</Notice>
        </div>
      ) : null}
      {name && !problem && !ended ? <p className="mt-3">Sign in to go on to {name}.</p> : null}
      <div className="mt-3">
        <SignInForm wanted={wanted} />
      </div>
    </GuestPage>
  );
}
