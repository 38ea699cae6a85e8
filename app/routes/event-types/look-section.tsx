import { EVENT_TYPE_COLORS } from "../../domain/event-type-color.ts";
import { Choice, ChoiceGroup } from "../../ui/choice-field.tsx";
import { ColorDot } from "./color-dot.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { labels } from "./labels.ts";

/** Its colour, and whether it can be booked at all. */
export function LookSection({ values, errors }: PartProps) {
  return (
    <FormSection id="look" heading="Colour and state">
      <ChoiceGroup name="color" label={labels.color} error={errors.color}>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4">
          {EVENT_TYPE_COLORS.map((color) => (
            <Choice
              key={color}
              name="color"
              value={color}
              chosen={values.color}
              label={
                <>
                  <ColorDot color={color} />
                  {color}
                </>
              }
            />
          ))}
        </div>
      </ChoiceGroup>
      <ChoiceGroup name="active" label={labels.active} error={errors.active}>
        <Choice name="active" value="yes" chosen={values.active} label="Yes: it is active" />
        <Choice
          name="active"
          value="no"
          chosen={values.active}
          label="No: it is off"
          hint="Its page is gone until you switch it on again. What is booked stays booked."
        />
      </ChoiceGroup>
    </FormSection>
  );
}
