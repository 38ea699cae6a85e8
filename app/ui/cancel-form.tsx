import { TextArea } from "./field.tsx";

interface Props {
  revision: number;
  /** Whom the message is for. */
  other: string;
  /** Where they read it. */
  hint?: string;
  reason: string | undefined;
  error: string | undefined;
}

/** Calls a booking off. A plain form with JavaScript too: a guest's pages have none. */
export function CancelForm({ revision, other, hint, reason, error }: Props) {
  return (
    <form method="post" data-once="Cancelling…">
      <input type="hidden" name="revision" value={revision} />
      <TextArea
        name="reason"
        label={`Message to ${other} (optional)`}
        hint={hint}
        maxLength={500}
        defaultValue={reason}
        error={error}
      />
      <button type="submit" className="button button-bad-solid w-full sm:w-auto">
        Cancel this booking
      </button>
    </form>
  );
}
