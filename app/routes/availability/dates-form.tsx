import type { ReactNode } from "react";
import { TextField } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { DatesDraft } from "./dates-form.server.ts";

interface Props {
  action: string;
  draft: DatesDraft;
  errors: Record<string, string>;
  /** In the schedule's zone. */
  today: string;
}

/** Adds days off, or hours for dates. */
export function DatesForm({ action, draft, errors, today }: Props) {
  return (
    <section aria-labelledby="add" className="card">
      <h2 id="add" className="mb-4">
        Add dates
      </h2>
      {errors.form ? <Notice tone="bad">{errors.form}</Notice> : null}
      <GuardedForm method="post" action={action}>
        <div className="grid gap-x-6 sm:grid-cols-2">
          <TextField
            type="date"
            name="firstDay"
            label="First day"
            min={today}
            max="2199-12-31"
            defaultValue={draft.firstDay}
            error={errors.firstDay}
            required
          />
          <TextField
            type="date"
            name="lastDay"
            label="Last day (if there are several)"
            min={today}
            max="2199-12-31"
            defaultValue={draft.lastDay}
            error={errors.lastDay}
          />
        </div>
        <fieldset className="mb-5" aria-describedby={errors.kind ? "kind-error" : undefined}>
          <legend className="mb-1 font-medium">On these days</legend>
          <Message id="kind-error" text={errors.kind} />
          <Choice value="off" chosen={draft.kind}>
            Not available
          </Choice>
          <Choice value="hours" chosen={draft.kind}>
            Other hours on each of them:
          </Choice>
          <div className="mt-1 sm:pl-8">
            {draft.rows.map(({ from, to }, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its number in the form
              <div key={row} className="mb-2">
                <div className="flex flex-wrap items-center gap-2">
                  <Time
                    name={`from-${row}`}
                    label={`${nth(row)} hours, from`}
                    value={from}
                    errors={errors}
                  />
                  <span aria-hidden="true">–</span>
                  <Time
                    name={`to-${row}`}
                    label={`${nth(row)} hours, to`}
                    value={to}
                    errors={errors}
                  />
                </div>
                <Message id={`from-${row}-error`} text={errors[`from-${row}`]} />
                <Message id={`to-${row}-error`} text={errors[`to-${row}`]} />
              </div>
            ))}
            <p className="text-sm text-quiet">
              Rows that you don’t need stay empty. An end of 00:00 is midnight at the end of the
              day.
            </p>
          </div>
        </fieldset>
        <input type="hidden" name="complete" value="yes" />
        <button type="submit" className="button">
          Add
        </button>
      </GuardedForm>
    </section>
  );
}

const nth = (row: number) => ["First", "Second", "Third"][row] ?? "";

function Choice({
  value,
  chosen,
  children,
}: {
  value: string;
  chosen: string;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input
        type="radio"
        name="kind"
        value={value}
        defaultChecked={chosen === value}
        required
        className="size-5 shrink-0"
      />
      {children}
    </label>
  );
}

interface TimeProps {
  name: string;
  label: string;
  value: string;
  errors: Record<string, string>;
}

function Time({ name, label, value, errors }: TimeProps) {
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
        className="w-auto! min-w-28 px-2!"
        aria-invalid={errors[name] ? true : undefined}
        aria-describedby={errors[name] ? `${name}-error` : undefined}
      />
    </>
  );
}

function Message({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={id} className="my-1 font-medium text-bad">
      {text}
    </p>
  );
}
