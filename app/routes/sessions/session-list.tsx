import { Form } from "@remix-run/react";
import { type ReactNode, useId } from "react";
import { SubmitButton } from "../../ui/submit-button.tsx";
import type { SessionView } from "./session-view.server.ts";

interface Props {
  heading: string;
  sessions: SessionView[];
  /** What can be done with one of them. */
  actionOf?: (session: SessionView) => ReactNode;
  children?: ReactNode;
}

/** Browsers that a host is signed in with, each with its dates. */
export function SessionList({ heading, sessions, actionOf, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card">
      <h2 id={id}>{heading}</h2>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
          >
            <span className="wrap-anywhere">
              <b>{session.browser}</b>
              <br />
              <span className="text-sm text-quiet">
                Signed in on {session.since}. Last used on {session.lastUsed}.
              </span>
            </span>
            {actionOf?.(session)}
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

export function SignOutOne({ session }: { session: SessionView }) {
  return (
    <Form method="post">
      <SubmitButton
        label="Sign out"
        about={`${session.browser}, signed in on ${session.since}`}
        busyLabel="Signing out…"
        fields={{ end: "one", session: session.id }}
        look="button-quiet"
      />
    </Form>
  );
}

export function SignOutOthers() {
  return (
    <Form method="post" className="mt-3">
      <SubmitButton
        label="Sign out everywhere else"
        busyLabel="Signing out…"
        fields={{ end: "others" }}
        look="button-bad"
      />
    </Form>
  );
}
