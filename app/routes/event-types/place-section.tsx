import { Choice, ChoiceGroup } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";

/** Where one meets, with what the host has to say about it. */
export function PlaceSection({ values, errors }: PartProps) {
  const choice = { name: "locationKind", chosen: values.locationKind };
  const detail = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  return (
    <FormSection id="place" heading="Where">
      <ChoiceGroup name="locationKind" label="Where do you meet?" error={errors.locationKind}>
        <Choice
          {...choice}
          value="google_meet"
          label="Google Meet"
          hint="The link is made with each booking, in your connected Google Calendar."
        />
        <Choice {...choice} value="phone" label="By phone: guests call me">
          <TextField {...detail("locationPhone")} label="Your phone number" maxLength={60} />
        </Choice>
        <Choice
          {...choice}
          value="guest_phone"
          label="By phone: I call the guest"
          hint="Guests are asked for their number."
        />
        <Choice {...choice} value="in_person" label="In person">
          <TextField {...detail("locationAddress")} label="Where it is" maxLength={500} />
        </Choice>
        <Choice {...choice} value="link" label="By a link of your own">
          <TextField
            {...detail("locationLink")}
            label="Link to the meeting"
            hint="It begins with https://"
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
