import { unbrokenDate } from "../ui/unbroken-date.tsx";
import type { SlotChoice } from "./offered-slots.server.ts";

/** The free times to choose from when the one that was asked for is none. */
export function SlotOptions({ choice, error }: { choice: SlotChoice; error: string | undefined }) {
  const message = error ? (
    <p id="start-error" className="mt-1 font-medium text-bad">
      {error}
    </p>
  ) : null;
  if (choice.others.length === 0) {
    return (
      <div className="card mb-6">
        <p>Nothing can be booked at the moment.</p>
        {message}
      </div>
    );
  }
  return (
    <fieldset
      className="mb-6 rounded-xl bg-accent-soft p-4"
      aria-describedby={error ? "start-error" : undefined}
    >
      <legend className="float-left w-full font-semibold">The nearest free times</legend>
      <p className="clear-both mb-2 text-sm text-quiet">{choice.zoneLabel}</p>
      {choice.others.map((slot) => (
        <label key={slot.start} className="flex min-h-11 items-center gap-3 py-1 font-medium">
          <input
            type="radio"
            name="start"
            value={slot.start}
            required
            className="size-6 shrink-0"
          />
          <span>{unbrokenDate(slot.name)}</span>
        </label>
      ))}
      {message}
    </fieldset>
  );
}
