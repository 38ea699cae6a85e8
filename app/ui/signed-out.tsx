import { signInPath } from "../auth/wanted-page.ts";
import { SentFields, type SentForm } from "./database-away.tsx";
import { Notice } from "./notice.tsx";
import { GuestPage } from "./page.tsx";

interface Props {
  form: SentForm;
  /** The page of the form. */
  wanted: string;
}

/** A form whose sender is not signed in any more. Signing in takes a tab of its own, since what was typed is only here. */
export function SignedOut({ form, wanted }: Props) {
  return (
    <GuestPage>
      <title>You were signed out · Slotkeeper</title>
      <h1>You were signed out</h1>
      <div className="mt-4">
        <Notice tone="warn">
          What you sent is not saved yet, and is still here. Sign in again in a new tab, then come
          back to this one and send it again.
        </Notice>
      </div>
      <form method="post" className="flex flex-wrap gap-3">
        <SentFields form={form} />
        <a className="button" href={signInPath(wanted)} target="_blank" rel="noopener noreferrer">
          Sign in in a new tab
        </a>
        <button type="submit" className="button button-quiet">
          Send it again
        </button>
      </form>
    </GuestPage>
  );
}
