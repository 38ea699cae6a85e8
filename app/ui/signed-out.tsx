import { signInPath } from "../auth/wanted-page.ts";
import { DatabaseAway, type SentForm } from "./database-away.tsx";

interface Props {
  form: SentForm;
  /** The page of the form. */
  wanted: string;
}

/** A form whose sender is not signed in any more. Signing in takes a tab of its own, since what was typed is only here. */
export function SignedOut({ form, wanted }: Props) {
  return (
    <DatabaseAway form={form} title="You were signed out">
      What you sent is not saved yet, and is still here.{" "}
      <a
        className="font-semibold text-warn"
        href={signInPath(wanted)}
        target="_blank"
        rel="noopener noreferrer"
      >
        Sign in again in a new tab
      </a>
      , then come back to this one and press the button.
    </DatabaseAway>
  );
}
