interface Props {
  name: string;
  /** Read out only: on the page it stands beside others of its row. */
  label: string;
  value: string;
  error: string | undefined;
  /** The name of the field or button that was just brought up. */
  focus?: string | null;
}

/** A time of day within a row of hours; its message stands below the row. */
export function TimeField({ name, label, value, error, focus = null }: Props) {
  return (
    <>
      <label className="sr-only" htmlFor={name}>
        {label}
      </label>
      <input
        type="time"
        id={name}
        name={name}
        defaultValue={value}
        // A row of two times and what removes it has no room on a phone for what opens the browser's picker; there the
        // field itself does.
        className="w-auto! px-2! max-sm:[&::-webkit-calendar-picker-indicator]:hidden"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        // biome-ignore lint/a11y/noAutofocus: the page is a new one after each button, and goes on where it was pressed
        autoFocus={focus === name}
      />
    </>
  );
}

/** What is wrong with a field, or a group of them, to which it is tied by `id`. */
export function FieldMessage({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={id} className="my-1 font-medium text-bad">
      {text}
    </p>
  );
}
