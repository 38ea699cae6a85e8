import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";
import { GuestPage } from "./page.tsx";

/** Every field exactly as it was sent: the same form, so that what was stored after all is found again. */
export type SentForm = Record<string, string>;

interface Props {
  form: SentForm;
  title?: string;
  children: ReactNode;
}

/** A form that has to be sent once more: unless it is said why, since the database could not say whether it was stored. */
export function DatabaseAway({ form, title = "Please press again", children }: Props) {
  return (
    <GuestPage>
      <title>{`${title} · Slotkeeper`}</title>
      <h1>{title}</h1>
      <div className="mt-4">
        <Notice tone="warn">{children}</Notice>
      </div>
      <form method="post" data-once="Sending…">
        <SentFields form={form} />
        <button type="submit" className="button">
          Try again
        </button>
      </form>
    </GuestPage>
  );
}

/** What was sent, to be sent once more. */
export function SentFields({ form }: { form: SentForm }) {
  return Object.entries(form).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

/** The form that a 503, unless another status is named, brought back; null for every other error, and when it brought none. */
export function useSentForm(status = 503): SentForm | null {
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || error.status !== status) return null;
  return typeof error.data === "object" ? (error.data as SentForm | null) : null;
}
