import { DatabaseAway, type SentForm } from "./database-away.tsx";

interface Props {
  form: SentForm;
  /** "nothing was booked" */
  nothing: string;
}

/** A form that was not looked at, since too many came from where it came from; it can be sent again as it is. */
export function TooManyForms({ form, nothing }: Props) {
  return (
    <DatabaseAway form={form} title="Please wait a minute">
      Too many forms came from your network within a minute, so this one was not looked at and{" "}
      {nothing}. What you filled in is still here: press the button in a minute.
    </DatabaseAway>
  );
}
