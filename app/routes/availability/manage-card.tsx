import { Form } from "@remix-run/react";

interface Props {
  action: string;
  isDefault: boolean;
  /** The event types that use it, in words; empty for none. */
  usedBy: string;
  /** Why it was not deleted just now. */
  keptBecause: string | null;
}

/** What can be done with a schedule as a whole. */
export function ManageCard({ action, isDefault, usedBy, keptBecause }: Props) {
  return (
    <section aria-labelledby="manage" className="card mt-6">
      <h2 id="manage">This schedule</h2>
      <p className="mt-2 wrap-anywhere">
        {usedBy ? `Used by ${usedBy}.` : "No event type uses it."}
      </p>
      {isDefault ? (
        <p className="mt-2">
          It is your default: new event types start with it, and it can’t be deleted. When you save
          your page’s address and time zone in the settings, it takes over that time zone.
        </p>
      ) : (
        <Form method="post" action={action} className="mt-4">
          <button type="submit" name="do" value="make-default" className="button button-quiet">
            Make it the default
          </button>
        </Form>
      )}
      {keptBecause ? (
        <p id="kept" role="alert" className="mt-4 font-medium text-bad wrap-anywhere">
          It was not deleted. {keptBecause}
        </p>
      ) : null}
      {isDefault ? null : (
        <details className="mt-3" open={keptBecause !== null || undefined}>
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-accent underline underline-offset-2">
            Delete…
          </summary>
          <Form method="post" action={action}>
            <p className="mb-3">
              Its hours, days off and other dates are deleted for good. This can’t be undone.
            </p>
            <button
              type="submit"
              name="do"
              value="delete"
              className="button button-bad"
              aria-describedby={keptBecause ? "kept" : undefined}
            >
              Delete this schedule
            </button>
          </Form>
        </details>
      )}
    </section>
  );
}
