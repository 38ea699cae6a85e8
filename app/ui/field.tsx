import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";
import { zoneName } from "./time-text.ts";

export interface FieldProps {
  name: string;
  label: string;
  error: string | undefined;
  hint?: ReactNode;
}

/** What ties a control to its message: used by every control. */
export function controlProps({ name, error, hint }: Pick<FieldProps, "name" | "error" | "hint">) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return {
    id: name,
    name,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
  };
}

/** A control with its label, its hint and its message. */
export function Frame({
  name,
  label,
  error,
  hint,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <div className="mb-5">
      <label className="mb-1 block font-medium" htmlFor={name}>
        {label}
      </label>
      {hint ? (
        <p id={`${name}-hint`} className="mb-1 text-sm text-quiet">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${name}-error`} className="mt-1 font-medium text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** One line of text. */
export function TextField({
  label,
  error,
  hint,
  name,
  ...input
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Frame name={name} label={label} error={error} hint={hint}>
      <input {...input} {...controlProps({ name, error, hint })} />
    </Frame>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  error,
  hint,
  name,
  ...input
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Frame name={name} label={label} error={error} hint={hint}>
      <textarea rows={4} {...input} {...controlProps({ name, error, hint })} />
    </Frame>
  );
}

/** The list, and first the zone in use where the list lacks it: browsers also name zones such as Etc/GMT+5. */
export function withCurrent(zones: readonly string[], current: string): readonly string[] {
  return zones.includes(current) ? zones : [current, ...zones];
}

/** All time zones, by their names. */
export function TimeZoneField({
  label,
  error,
  hint,
  name,
  zones,
  value,
}: FieldProps & { zones: readonly string[]; value: string }) {
  return (
    <Frame name={name} label={label} error={error} hint={hint}>
      <select {...controlProps({ name, error, hint })} defaultValue={value} key={value}>
        {withCurrent(zones, value).map((zone) => (
          <option key={zone} value={zone}>
            {zoneName(zone)}
          </option>
        ))}
      </select>
    </Frame>
  );
}
