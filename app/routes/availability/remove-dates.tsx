import { Form } from "@remix-run/react";
import type { OverrideView } from "./override-view.ts";

interface Props {
  override: OverrideView;
  action: string;
  /** Of the button. */
  className: string;
}

/** Removes dates, and sends along what they were: of two presses the second finds nothing, and can be undone too. */
export function RemoveDates({ override: { id, dates, undo }, action, className }: Props) {
  return (
    <Form method="post" action={action}>
      {Object.entries(undo).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" name="remove" value={id} className={className}>
        Remove<span className="sr-only"> {dates}</span>
      </button>
    </Form>
  );
}
