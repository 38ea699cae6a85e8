import { SelectField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";

/** A schedule that an event type can be offered in. */
export interface ScheduleChoice {
  id: string;
  text: string;
}

interface NumberProps extends PartProps {
  name: string;
  label: string;
  hint?: string;
  isOptional?: boolean;
}

/** A whole number. A field for text: one for numbers loses what is typed when it is none. */
export function NumberField({ name, label, hint, values, errors, isOptional }: NumberProps) {
  return (
    <TextField
      name={name}
      label={label}
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

/** How long it takes, and at which times of the day it begins. */
export function TimesSection(props: PartProps & { schedules: ScheduleChoice[] }) {
  const { values, errors } = props;
  const part = { values, errors };
  return (
    <FormSection id="times" heading="How long">
      <div className="grid items-end gap-x-6 sm:grid-cols-2">
        <NumberField {...part} name="durationMinutes" label="Duration in minutes" />
        <TextField
          name="otherDurations"
          label="Other durations to choose from (optional)"
          hint="In minutes, at most six: 15, 60"
          maxLength={200}
          autoComplete="off"
          defaultValue={values.otherDurations}
          error={errors.otherDurations}
        />
        <NumberField
          {...part}
          name="bufferBeforeMinutes"
          label="Free minutes before it"
          hint="Kept free of other bookings."
        />
        <NumberField
          {...part}
          name="bufferAfterMinutes"
          label="Free minutes after it"
          hint="Kept free of other bookings."
        />
        <NumberField
          {...part}
          name="slotStepMinutes"
          label="A start every so many minutes"
          hint="Counted from where your hours begin."
        />
        <ScheduleField {...props} />
      </div>
    </FormSection>
  );
}

function ScheduleField({ values, errors, schedules }: PartProps & { schedules: ScheduleChoice[] }) {
  const [only, ...others] = schedules;
  if (only && others.length === 0 && only.id === values.scheduleId) {
    return <input type="hidden" name="scheduleId" value={only.id} />;
  }
  return (
    <SelectField
      name="scheduleId"
      label="Schedule"
      hint="The hours in which it can be booked."
      options={schedules.map(({ id, text }) => ({ value: id, text }))}
      value={values.scheduleId}
      error={errors.scheduleId}
    />
  );
}
