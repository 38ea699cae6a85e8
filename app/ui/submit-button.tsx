import { useNavigation } from "@remix-run/react";

interface Props {
  label: string;
  /** Its full name, where its label alone does not tell it from others on the page. */
  name?: string;
  /** What it says while what it asked for is under way; seen with JavaScript only. */
  busyLabel: string;
  /** Where no two forms of a page ask for the same: the fields that tell this one's. */
  fields: Record<string, string>;
  /** The id of the text that says what it does. */
  describedBy?: string;
  look?: string | undefined;
}

/** The button of a form whose fields never change, with those fields. */
export function SubmitButton({ label, name, busyLabel, fields, describedBy, look = "" }: Props) {
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
        aria-label={name}
        aria-describedby={describedBy}
      >
        {isBusy ? busyLabel : label}
      </button>
    </>
  );
}
