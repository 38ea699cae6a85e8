import { Choice, ChoiceGroup, SelectField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { NumberField } from "./times-section.tsx";

const units = ["minutes", "hours", "days"].map((value) => ({ value, text: value }));

/** How soon, how far ahead and how often it can be booked. */
export function BoundsSection({ values, errors }: PartProps) {
  const part = { values, errors };
  return (
    <FormSection id="bounds" heading="When it can be booked">
      <div className="grid grid-cols-[1fr_auto] items-end gap-x-4 sm:max-w-md">
        <NumberField {...part} name="noticeCount" label="At the latest so long before" />
        <SelectField
          name="noticeUnit"
          label="Unit"
          options={units}
          value={values.noticeUnit}
          error={errors.noticeUnit}
        />
      </div>
      <ChoiceGroup name="windowKind" label="On which days?" error={errors.windowKind}>
        <Choice
          name="windowKind"
          value="rolling"
          chosen={values.windowKind}
          label="Any day from today on"
        >
          <div className="sm:max-w-xs">
            <NumberField {...part} name="windowDays" label="So many days ahead" isOptional />
          </div>
        </Choice>
        <Choice
          name="windowKind"
          value="range"
          chosen={values.windowKind}
          label="From one date to another"
        >
          <div className="grid items-end gap-x-6 sm:max-w-md sm:grid-cols-2">
            <DateField {...part} name="windowFirstDay" label="First day" />
            <DateField {...part} name="windowLastDay" label="Last day" />
          </div>
        </Choice>
      </ChoiceGroup>
      <div className="grid items-end gap-x-6 sm:grid-cols-2">
        <NumberField
          {...part}
          name="dayLimit"
          label="At most so many bookings a day"
          hint="Leave it empty for no limit."
          isOptional
        />
        <NumberField
          {...part}
          name="weekLimit"
          label="At most so many a week"
          hint="From Monday to Sunday. Leave it empty for no limit."
          isOptional
        />
      </div>
    </FormSection>
  );
}

function DateField({ name, label, values, errors }: PartProps & { name: string; label: string }) {
  return (
    <TextField
      name={name}
      label={label}
      type="date"
      defaultValue={values[name]}
      error={errors[name]}
    />
  );
}
