// Name, zone and weekly hours of a schedule. Every button sends the whole form, so that nothing typed is lost.
import { TextField, TimeZoneField } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { DayHours } from "./day-hours.tsx";
import { WEEKDAYS } from "./hours-rows.ts";
import type { ScheduleAnswer, ScheduleDraft } from "./schedule-form.server.ts";
import { ZoneNote } from "./zone-note.tsx";

interface Props {
  action: string;
  /** As stored. */
  schedule: ScheduleDraft;
  answer: ScheduleAnswer | null;
  zones: readonly string[];
  /** Where the request seems to come from. */
  guessedZone: string | null;
  submit: string;
}

export function ScheduleForm({ action, schedule, answer, zones, guessedZone, submit }: Props) {
  const { name, timeZone, week, version } = answer?.draft ?? schedule;
  const errors = answer?.errors ?? {};
  return (
    // What was stored replaces what the fields were shown with.
    <GuardedForm
      method="post"
      action={action}
      preventScrollReset
      isRefused={answer !== null}
      key={JSON.stringify([action, schedule])}
    >
      {/* The first button of a form is the one that the Enter key presses. */}
      <button type="submit" name="do" value="save" className="sr-only" tabIndex={-1} aria-hidden>
        {submit}
      </button>
      <input type="hidden" name="version" value={version} />
      {errors.form ? <Notice tone="bad">{errors.form}</Notice> : null}
      {answer?.done ? <Notice tone="plain">{answer.done}</Notice> : null}
      <div className="card mb-6">
        <TextField
          name="name"
          label="Name"
          hint="Only you see it."
          error={errors.name}
          defaultValue={name}
          required
          maxLength={60}
          autoComplete="off"
        />
        <TimeZoneField
          name="timeZone"
          label="Time zone"
          hint="All hours and dates of this schedule are on the clocks of this zone."
          error={errors.timeZone}
          zones={zones}
          value={timeZone}
        />
        <ZoneNote zone={timeZone} guess={guessedZone} />
      </div>
      <section aria-labelledby="weekly" className="card">
        <h2 id="weekly">Weekly hours</h2>
        <p className="mt-2 text-sm text-quiet">
          A day can have several ranges. An end of 00:00 is midnight at the end of the day.
        </p>
        {WEEKDAYS.map((weekday, index) => (
          <DayHours
            // What a button did to a day replaces its rows; those of the others stay as they are being typed.
            key={JSON.stringify([weekday, week[index]])}
            day={index + 1}
            rows={week[index] ?? []}
            errors={errors}
            focus={answer?.focus ?? null}
          />
        ))}
        <input type="hidden" name="complete" value="yes" />
        <button type="submit" name="do" value="save" className="button mt-6">
          {submit}
        </button>
      </section>
    </GuardedForm>
  );
}
