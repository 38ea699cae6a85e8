import { useNavigation } from "@remix-run/react";

interface Props {
  label: string;
  /** What it is about, for those who can't see it: where its label alone does not tell it from others on the page. */
  about?: string;
  /** What it says while what it asked for is under way; seen with JavaScript only. */
  busyLabel: string;
  /** Where no two forms of a page ask for the same: the fields that tell this one's. */
  fields: Record<string, string>;
  /** The id of the text that says what it does. */
  describedBy?: string;
  look?: string | undefined;
}

/** The button of a form whose fields never change, with those fields. */
export function SubmitButton({ label, about, busyLabel, fields, describedBy, look = "" }: Props) {
  const { formData } = useNavigation();
  const isBusy = Object.entries(fields).every(([name, value]) => formData?.get(name) === value);
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button
        type="submit"
        className={`button ${look}`}
        aria-describedby={describedBy}
        aria-disabled={isBusy || undefined}
      >
        {isBusy ? busyLabel : label}
        {about ? <span className="sr-only"> {about}</span> : null}
      </button>
    </>
  );
}
