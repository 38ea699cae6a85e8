import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";
import { GuestPage } from "./page.tsx";

/** Every field exactly as it was sent: the same form, so that what was stored after all is found again. */
export type SentForm = Record<string, string>;

/** The database could not say whether what a form asks for was stored. */
export function DatabaseAway({ form, children }: { form: SentForm; children: ReactNode }) {
  return (
    <GuestPage>
      <title>Please press again · Slotkeeper</title>
      <h1>Please press again</h1>
      <div className="mt-4">
        <Notice tone="warn">{children}</Notice>
      </div>
      <form method="post">
        {Object.entries(form).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button">
          Try again
        </button>
      </form>
    </GuestPage>
  );
}

/** The form that a 503 brought back; null for every other error, and when it brought none. */
export function useSentForm(): SentForm | null {
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || error.status !== 503) return null;
  return typeof error.data === "object" ? (error.data as SentForm | null) : null;
}
