import { useLocation } from "@remix-run/react";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AboutSection } from "./about-section.tsx";
import { BoundsSection } from "./bounds-section.tsx";
import type { PartProps } from "./form-section.tsx";
import { labelOf } from "./labels.ts";
import { LookSection } from "./look-section.tsx";
import { PlaceSection } from "./place-section.tsx";
import { QuestionsSection } from "./questions-section.tsx";
import { type ScheduleChoice, TimesSection } from "./times-section.tsx";

/** What the form shows beside what is typed in it. */
export interface FormFrame {
  /** Why nothing was saved, unless a field is at fault. */
  refusal?: string | null | undefined;
  /** What is filled in is not what is stored, and was not stored just now. */
  isUnsaved: boolean;
  page: string;
  schedules: ScheduleChoice[];
  isPrivate: boolean;
  /** What becomes of the address. */
  slugHint: string;
}

/**
 * All that a host decides about an event type. A plain form with JavaScript too: with each row of questions that comes or
 * goes the whole page does.
 */
export function EventTypeForm({ values, errors, ...frame }: PartProps & FormFrame) {
  const part = { values, errors };
  // Named, so that it lacks the place on the page that a row of questions was shown at.
  const { pathname } = useLocation();
  return (
    <>
      <Messages errors={errors} refusal={frame.refusal} />
      <GuardedForm method="post" action={pathname} reloadDocument isRefused={frame.isUnsaved}>
        {/* What Enter presses: the first button of a form. */}
        <button
          type="submit"
          name="intent"
          value="save"
          className="sr-only"
          tabIndex={-1}
          aria-hidden="true"
        >
          Save
        </button>
        {values.version ? <input type="hidden" name="version" value={values.version} /> : null}
        {values.id ? <input type="hidden" name="id" value={values.id} /> : null}
        <AboutSection
          {...part}
          page={frame.page}
          isPrivate={frame.isPrivate}
          slugHint={frame.slugHint}
        />
        <TimesSection {...part} schedules={frame.schedules} />
        <BoundsSection {...part} />
        <PlaceSection {...part} />
        <QuestionsSection {...part} />
        <LookSection {...part} />
        <input type="hidden" name="complete" value="yes" />
        <button type="submit" name="intent" value="save" className="button">
          Save
        </button>
      </GuardedForm>
    </>
  );
}

/** The form is long: what is wrong stands on top too, each leading to its field. */
function Messages({ errors, refusal }: Pick<PartProps & FormFrame, "errors" | "refusal">) {
  const messages = Object.entries(errors);
  if (messages.length === 0) return refusal ? <Notice tone="bad">{refusal}</Notice> : null;
  return (
    <Notice tone="bad">
      <p>{refusal ?? "Nothing was saved. Please put this right:"}</p>
      <ul className="mt-1 list-disc pl-5">
        {messages.map(([name, message]) => (
          <li key={name} className="py-0.5">
            <a className="text-bad" href={`#${name}`}>
              {[labelOf(name), message].filter(Boolean).join(": ")}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
