import type { ReactNode } from "react";
import { TextField } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { DatesDraft } from "./dates-draft.ts";
import { FieldMessage, TimeField } from "./time-field.tsx";

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
    <>
      {errors.form ? <Notice tone="bad">{errors.form}</Notice> : null}
      <GuardedForm method="post" action={action}>
        <div className="grid gap-x-6 sm:grid-cols-2 md:grid-cols-1">
          <TextField
            // A day that is chosen in the calendar takes its place; what else was typed stays.
            key={draft.firstDay}
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
          <FieldMessage id="kind-error" text={errors.kind} />
          <Choice value="off" chosen={draft.kind}>
            Not available
          </Choice>
          <Choice value="hours" chosen={draft.kind}>
            Other hours on each of them:
          </Choice>
          <div className="mt-1 sm:pl-8 md:pl-0 lg:pl-8">
            {draft.rows.map(({ from, to }, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its number in the form
              <div key={row} className="mb-2">
                <div className="flex flex-wrap items-center gap-2">
                  <TimeField
                    name={`from-${row}`}
                    label={`${nth(row)} hours, from`}
                    value={from}
                    error={errors[`from-${row}`]}
                  />
                  <span aria-hidden="true">–</span>
                  <TimeField
                    name={`to-${row}`}
                    label={`${nth(row)} hours, to`}
                    value={to}
                    error={errors[`to-${row}`]}
                  />
                </div>
                <FieldMessage id={`from-${row}-error`} text={errors[`from-${row}`]} />
                <FieldMessage id={`to-${row}-error`} text={errors[`to-${row}`]} />
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
    </>
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
