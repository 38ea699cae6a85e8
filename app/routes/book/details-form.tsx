import type { SlotChoice } from "../../slot-pages/offered-slots.server.ts";
import { SlotOptions } from "../../slot-pages/slot-options.tsx";
import { TextField } from "../../ui/field.tsx";
import { askForNotes, GuestNameField, GuestNotesField } from "../../ui/guest-fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { TypedValues } from "./booking-form.server.ts";
import type { DetailsPage } from "./details.tsx";
import { PHONE, TRAP } from "./field-names.ts";
import { PhoneField, QuestionFields } from "./question-fields.tsx";

interface Props {
  page: DetailsPage;
  choice: SlotChoice;
  typed: TypedValues;
  errors: Record<string, string | undefined>;
  asksToConfirm: boolean;
}

const CONFIRM = "to-confirm";

/** What the guest fills in. */
export function DetailsForm({ page, choice, typed, errors, asksToConfirm }: Props) {
  return (
    <form
      method="post"
      action={`${page.path}/book?${page.search}`}
      data-once="Booking…"
      data-keep={page.path}
    >
      <input type="hidden" name="key" value={typed.key} />
      <input type="hidden" name="stamp" value={typed.stamp} />
      <input type="hidden" name="host" value={page.hostId} />
      <input type="hidden" name="tz" value={choice.zone} />
      <input type="hidden" name="duration" value={page.durationMinutes} />
      {choice.slot ? (
        <input type="hidden" name="start" value={choice.slot.start} />
      ) : (
        <SlotOptions choice={choice} error={errors.start} />
      )}
      <GuestNameField value={typed.name} error={errors.name} />
      <TextField
        name="email"
        type="email"
        label="Your e-mail address"
        autoComplete="email"
        required
        maxLength={254}
        defaultValue={typed.email}
        error={errors.email}
      />
      {page.asksForPhone ? (
        <PhoneField hostName={page.hostName} value={typed.phone} error={errors[PHONE]} />
      ) : null}
      <QuestionFields questions={page.questions} answers={typed.answers} errors={errors} />
      <GuestNotesField
        label={askForNotes(page.hostName)}
        value={typed.notes}
        error={errors.notes}
      />
      <Trap />
      {asksToConfirm ? (
        <Notice tone="info" id={CONFIRM}>
          Nothing is booked yet. Please press the button once more to confirm.
        </Notice>
      ) : null}
      <button
        type="submit"
        className="button w-full"
        aria-describedby={asksToConfirm ? CONFIRM : undefined}
        // biome-ignore lint/a11y/noAutofocus: the page is a new one after the button was pressed, and goes on where that was
        autoFocus={asksToConfirm}
      >
        Book this time
      </button>
      <p className="mt-3 text-sm text-quiet">
        {page.hostName} reads what you fill in here, and so may others who see their calendar.
      </p>
    </form>
  );
}

/** Programs fill in whatever they find; people neither see it nor come to it with the keyboard. */
function Trap() {
  return (
    <div aria-hidden="true" className="sr-only">
      <label htmlFor={TRAP}>Leave this empty</label>
      <input id={TRAP} name={TRAP} type="text" tabIndex={-1} autoComplete="off" defaultValue="" />
    </div>
  );
}
