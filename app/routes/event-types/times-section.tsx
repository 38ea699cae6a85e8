import { SelectField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { labels } from "./labels.ts";
import { NumberField } from "./number-field.tsx";

/** A schedule that an event type can be offered in. */
export interface ScheduleChoice {
  id: string;
  text: string;
}

/** How long it takes, and at which times of the day it begins. */
export function TimesSection(props: PartProps & { schedules: ScheduleChoice[] }) {
  const { values, errors } = props;
  const part = { values, errors };
  return (
    <FormSection id="times" heading="How long">
      <div className="grid grid-cols-1 gap-x-6 sm:grid-cols-2">
        <NumberField {...part} name="durationMinutes" hint="What is offered at first." />
        <TextField
          name="otherDurations"
          label={labels.otherDurations}
          hint="Guests choose. At most six: 15, 60"
          maxLength={200}
          autoComplete="off"
          defaultValue={values.otherDurations}
          error={errors.otherDurations}
        />
        <NumberField {...part} name="bufferBeforeMinutes" hint="Kept free of other bookings." />
        <NumberField {...part} name="bufferAfterMinutes" hint="Kept free of other bookings." />
        <NumberField {...part} name="slotStepMinutes" hint="Counted from where your hours begin." />
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
      label={labels.scheduleId}
      hint="The hours in which it can be booked."
      options={schedules.map(({ id, text }) => ({ value: id, text }))}
      value={values.scheduleId}
      error={errors.scheduleId}
    />
  );
}
