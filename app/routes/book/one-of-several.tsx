import { controlProps, Frame } from "../../ui/field.tsx";

interface Props {
  name: string;
  label: string;
  error: string | undefined;
  choices: readonly string[];
  /** One of the choices; "" for none. */
  value: string;
  isRequired: boolean;
}

/** More of them are easier to choose from in a list. */
const MOST_RADIOS = 6;

/** One of several: radio buttons while they are few, else a list. */
export function ChoiceField(props: Props) {
  return props.choices.length > MOST_RADIOS ? (
    <ChoiceList {...props} />
  ) : (
    <ChoiceRadios {...props} />
  );
}

function ChoiceList({ name, label, error, choices, value, isRequired }: Props) {
  return (
    <Frame name={name} label={label} error={error}>
      <select
        {...controlProps({ name, error, hint: undefined })}
        defaultValue={value}
        required={isRequired}
      >
        <option value="">{isRequired ? "Choose one" : "No answer"}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </Frame>
  );
}

function ChoiceRadios({ name, label, error, choices, value, isRequired }: Props) {
  return (
    <fieldset className="mb-5" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1 font-medium">{label}</legend>
      {choices.map((choice) => (
        <Radio key={choice} {...{ name, value, choice, isRequired }} label={choice} />
      ))}
      {/* Without it, what was chosen by mistake could not be taken back. */}
      {isRequired ? null : <Radio {...{ name, value, isRequired }} choice="" label="No answer" />}
      {error ? (
        <p id={`${name}-error`} className="mt-1 font-medium text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function Radio(props: {
  name: string;
  label: string;
  choice: string;
  value: string;
  isRequired: boolean;
}) {
  const { name, label, choice, value, isRequired } = props;
  return (
    <label className="flex min-h-11 items-center gap-3 py-1 wrap-anywhere">
      <input
        type="radio"
        name={name}
        value={choice}
        defaultChecked={choice === value}
        required={isRequired}
        className="size-6 shrink-0"
      />
      {label}
    </label>
  );
}
