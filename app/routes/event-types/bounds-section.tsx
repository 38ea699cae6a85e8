import { Choice, ChoiceGroup, SelectField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { type FieldName, labels } from "./labels.ts";
import { NumberField } from "./number-field.tsx";

const units = ["minutes", "hours", "days"].map((value) => ({ value, text: value }));

/** How soon, how far ahead and how often it can be booked. */
export function BoundsSection({ values, errors }: PartProps) {
  const part = { values, errors };
  return (
    <FormSection id="bounds" heading="When it can be booked">
      <div className="grid grid-cols-1 gap-x-6 sm:max-w-md sm:grid-cols-2">
        <NumberField {...part} name="noticeCount" />
        <SelectField
          name="noticeUnit"
          label={labels.noticeUnit}
          options={units}
          value={values.noticeUnit}
          error={errors.noticeUnit}
        />
      </div>
      <ChoiceGroup name="windowKind" label={labels.windowKind} error={errors.windowKind}>
        <Choice
          name="windowKind"
          value="rolling"
          chosen={values.windowKind}
          label="Any day from today on"
        >
          <div className="sm:max-w-xs">
            <NumberField {...part} name="windowDays" isOptional />
          </div>
        </Choice>
        <Choice
          name="windowKind"
          value="range"
          chosen={values.windowKind}
          label="From one date to another"
        >
          <div className="grid grid-cols-1 gap-x-6 sm:max-w-md sm:grid-cols-2">
            <DateField {...part} name="windowFirstDay" />
            <DateField {...part} name="windowLastDay" />
          </div>
        </Choice>
      </ChoiceGroup>
      <div className="grid grid-cols-1 gap-x-6 sm:grid-cols-2">
        <NumberField {...part} name="dayLimit" hint="Empty for no limit." isOptional />
        <NumberField
          {...part}
          name="weekLimit"
          hint="Monday to Sunday. Empty for no limit."
          isOptional
        />
      </div>
    </FormSection>
  );
}

function DateField({ name, values, errors }: PartProps & { name: FieldName }) {
  return (
    <TextField
      name={name}
      label={labels[name]}
      type="date"
      defaultValue={values[name]}
      error={errors[name]}
    />
  );
}
