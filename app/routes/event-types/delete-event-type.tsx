/** What the form that deletes asks for. */
export const DELETE = "delete";

/** Deletes an event type, in two steps. */
export function DeleteEventType() {
  return (
    <details className="mt-10">
      <summary className="min-h-6 cursor-pointer">Delete this event type</summary>
      <form method="post" className="mt-3">
        <p className="mb-3 text-quiet">
          Only one that was never booked can be deleted. Others can be switched off.
        </p>
        <button type="submit" name="intent" value={DELETE} className="button button-bad">
          Delete it for good
        </button>
      </form>
    </details>
  );
}
