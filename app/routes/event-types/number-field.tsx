import { TextField } from "../../ui/field.tsx";
import type { PartProps } from "./form-section.tsx";
import { type FieldName, labels } from "./labels.ts";

interface NumberProps extends PartProps {
  name: FieldName;
  hint?: string;
  isOptional?: boolean;
}

/** A whole number. A field for text: one for numbers loses what is typed when it is none. */
export function NumberField({ name, hint, values, errors, isOptional }: NumberProps) {
  return (
    <TextField
      name={name}
      label={labels[name]}
      hint={hint}
      inputMode="numeric"
      maxLength={9}
      autoComplete="off"
      required={!isOptional}
      defaultValue={values[name]}
      error={errors[name]}
    />
  );
}
