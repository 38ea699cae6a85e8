import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";
import { zoneName } from "./time-text.ts";

export interface FieldProps {
  name: string;
  label: string;
  error: string | undefined;
  hint?: ReactNode;
}

type Described = Pick<FieldProps, "name" | "error" | "hint">;

/** The ids of a field's hint and message, for `aria-describedby`. */
export function describedBy({ name, error, hint }: Described): string | undefined {
  return [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined;
}

/** What ties a control to its message: used by every control. */
export function controlProps(field: Described) {
  return {
    id: field.name,
    name: field.name,
    "aria-invalid": field.error ? true : undefined,
    "aria-describedby": describedBy(field),
  };
}

/** A control, or several, between the field's hint and its message. */
export function Explained({ name, error, hint, children }: Described & { children: ReactNode }) {
  return (
    <>
      {hint ? (
        <p id={`${name}-hint`} className="mb-1.5 text-sm text-quiet">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${name}-error`} className="mt-1.5 font-medium text-bad">
          {error}
        </p>
      ) : null}
    </>
  );
}

/** A control with its label, its hint and its message. */
export function Frame({ label, children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <div className="mb-5">
      <label className="mb-1 block font-medium" htmlFor={field.name}>
        {label}
      </label>
      <Explained {...field}>{children}</Explained>
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
