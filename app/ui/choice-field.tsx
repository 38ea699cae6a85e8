import type { ReactNode } from "react";
import { controlProps, describedBy, Explained, type FieldProps, Frame } from "./field.tsx";

interface Option {
  value: string;
  text: string;
}

/** One of a few, chosen from a list. */
export function SelectField({
  options,
  value,
  ...field
}: FieldProps & { options: readonly Option[]; value: string | undefined }) {
  return (
    <Frame {...field}>
      <select {...controlProps(field)} defaultValue={value}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** One of a few, all in view: radio buttons, each of which may have fields of its own below it. */
export function ChoiceGroup({ label, children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <fieldset id={field.name} className="mb-5 min-w-0" aria-describedby={describedBy(field)}>
      <legend className="mb-1 font-medium">{label}</legend>
      <Explained {...field}>{children}</Explained>
    </fieldset>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  chosen: string | undefined;
  label: ReactNode;
  hint?: string;
  /** What is to be filled in with this choice. */
  children?: ReactNode;
}

/** One choice of a group. */
export function Choice({ name, value, chosen, label, hint, children }: ChoiceProps) {
  const id = `${name}-${value}`;
  return (
    <div className="flex items-start gap-3 py-2">
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        defaultChecked={chosen === value}
        required
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="size-6 shrink-0"
      />
      <div className="min-w-0 grow">
        <label className="inline-flex min-h-6 items-center gap-2" htmlFor={id}>
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-sm text-quiet">
            {hint}
          </p>
        ) : null}
        {children ? <div className="mt-2 -mb-3">{children}</div> : null}
      </div>
    </div>
  );
}
