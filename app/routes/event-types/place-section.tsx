import { Choice, ChoiceGroup } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { labels } from "./labels.ts";

/** Where one meets, with what the host has to say about it. */
export function PlaceSection({ values, errors }: PartProps) {
  const choice = { name: "locationKind", chosen: values.locationKind };
  const detail = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  return (
    <FormSection id="place" heading="Where">
      <ChoiceGroup name="locationKind" label={labels.locationKind} error={errors.locationKind}>
        <Choice
          {...choice}
          value="google_meet"
          label="Google Meet"
          hint="The link is made with each booking, in your connected Google Calendar."
        />
        <Choice {...choice} value="phone" label="By phone: guests call me">
          <TextField
            {...detail("locationPhone")}
            label={labels.locationPhone}
            hint="Guests see it once they have booked."
            maxLength={60}
          />
        </Choice>
        <Choice
          {...choice}
          value="guest_phone"
          label="By phone: I call the guest"
          hint="Guests are asked for their number."
        />
        <Choice {...choice} value="in_person" label="In person">
          <TextField
            {...detail("locationAddress")}
            label={labels.locationAddress}
            hint="Guests see it before they book."
            maxLength={500}
          />
        </Choice>
        <Choice {...choice} value="link" label="By a link of your own">
          <TextField
            {...detail("locationLink")}
            label={labels.locationLink}
            hint="It begins with https://. Guests see it once they have booked."
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={500}
          />
        </Choice>
      </ChoiceGroup>
    </FormSection>
  );
}
