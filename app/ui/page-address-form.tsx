import { TextField, TimeZoneField } from "./field.tsx";
import { GuardedForm } from "./guarded-form.tsx";

export interface PageAddress {
  handle: string;
  timeZone: string;
}

interface Props {
  action: string;
  origin: string;
  zones: readonly string[];
  values: PageAddress;
  errors: Record<string, string>;
  submit: string;
}

/** Handle and time zone: at the first sign-in and in the settings. */
export function PageAddressForm({ action, origin, zones, values, errors, submit }: Props) {
  return (
    <GuardedForm method="post" action={action}>
      <TextField
        name="handle"
        label="Address of your page"
        hint={`${origin}/… : 3 to 40 letters, digits and hyphens. Links that you shared before stop working when you change it.`}
        error={errors.handle}
        defaultValue={values.handle}
        key={values.handle}
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TimeZoneField
        name="timeZone"
        label="Your time zone"
        hint="Your working hours are kept in this zone."
        error={errors.timeZone}
        zones={zones}
        value={values.timeZone}
      />
      <button type="submit" className="button">
        {submit}
      </button>
    </GuardedForm>
  );
}
