import { TextField } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { WEEKDAYS } from "../availability/hours-rows.ts";
import { dayField, type ShortHours } from "./short-hours.ts";

interface Props {
  values: ShortHours;
  /** Of the stored week that the form was shown with. */
  version: string;
  errors: Record<string, string>;
}

/** Some weekdays, all with the same hours. */
export function ShortHoursForm({ values, version, errors }: Props) {
  // What is wrong with a time takes more room than a time.
  const columns =
    errors.from || errors.to
      ? "grid-cols-[repeat(auto-fit,minmax(14rem,1fr))]"
      : "grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]";
  return (
    <GuardedForm method="post" action="/welcome/hours" className="card">
      {errors.form ? <Notice tone="bad">{errors.form}</Notice> : null}
      <input type="hidden" name="version" value={version} />
      <Days chosen={values.days} error={errors.days} />
      <div className={`grid gap-x-4 ${columns}`}>
        <TextField
          type="time"
          name="from"
          label="From"
          error={errors.from}
          defaultValue={values.from}
          required
        />
        <TextField
          type="time"
          name="to"
          label="To"
          error={errors.to}
          defaultValue={values.to}
          required
        />
      </div>
      <p className="mb-5 text-sm text-quiet">
        Breaks, days off and hours that differ from day to day: any time later, under Availability.
      </p>
      <input type="hidden" name="complete" value="yes" />
      <button type="submit" className="button">
        Save and go on
      </button>
    </GuardedForm>
  );
}

function Days({ chosen, error }: { chosen: number[]; error: string | undefined }) {
  return (
    <fieldset className="mb-5 min-w-0" aria-describedby={error ? "days-error" : undefined}>
      <legend className="mb-1 font-medium">Days</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4">
        {WEEKDAYS.map((weekday, index) => (
          <label key={weekday} className="flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              name={dayField(index + 1)}
              defaultChecked={chosen.includes(index + 1)}
              className="size-6 shrink-0"
            />
            {weekday}
          </label>
        ))}
      </div>
      {error ? (
        <p id="days-error" className="mt-1 font-medium text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
