import { Choice, ChoiceGroup } from "../../ui/choice-field.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import { labels } from "./labels.ts";

interface Props extends PartProps {
  /** The full address of the host's page, to which that of the event type is added. */
  page: string;
  /** It is private as stored, and stays at its address. */
  isPrivate: boolean;
  /** What becomes of the address. */
  slugHint: string;
}

/** What it is called, and where guests find it. */
export function AboutSection({ values, errors, page, isPrivate, slugHint }: Props) {
  return (
    <FormSection id="about" heading="About">
      <TextField
        name="title"
        label={labels.title}
        hint="Guests read it, and it is the title of the events in your calendar."
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={values.title}
        error={errors.title}
      />
      <TextArea
        name="description"
        label={labels.description}
        maxLength={1000}
        defaultValue={values.description}
        error={errors.description}
      />
      <ChoiceGroup name="visibility" label={labels.visibility} error={errors.visibility}>
        <Choice
          name="visibility"
          value="listed"
          chosen={values.visibility}
          label="Everybody: it is listed on your page"
        >
          <TextField
            name="slug"
            label={labels.slug}
            hint={
              <span className="wrap-anywhere">
                {page}/… : letters, digits and hyphens, at most 40. {slugHint}
              </span>
            }
            maxLength={60}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={values.slug}
            error={errors.slug}
          />
        </Choice>
        <Choice
          name="visibility"
          value="private"
          chosen={values.visibility}
          label="Only who has the link: it is private"
          hint={
            isPrivate
              ? "It keeps the address that it has."
              : "It gets an address that nobody can guess, and an address that it had before stops working."
          }
        />
      </ChoiceGroup>
    </FormSection>
  );
}
