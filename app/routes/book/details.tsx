import type { AccentName } from "../../domain/accent.ts";
import type { Question } from "../../domain/question.ts";
import type { SlotChoice } from "../../slot-pages/offered-slots.server.ts";
import { SlotOptions } from "../../slot-pages/slot-options.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import type { PlaceText } from "../../ui/place-text.ts";
import type { TypedValues } from "./booking-form.server.ts";
import { PHONE, TRAP } from "./field-names.ts";
import { PhoneField, QuestionFields } from "./question-fields.tsx";
import { Summary } from "./summary.tsx";

export interface DetailsPage {
  hostId: string;
  hostName: string;
  accent: AccentName;
  title: string;
  path: string;
  search: string;
  durationMinutes: number;
  durationText: string;
  place: PlaceText;
  asksForPhone: boolean;
  questions: Question[];
}

interface Props {
  page: DetailsPage;
  choice: SlotChoice;
  typed: TypedValues;
  errors: Record<string, string | undefined>;
  refusal: string | null;
}

/** Who the guest is, beside what they are about to book. */
/** Also what the Back button shows to whoever has just booked it. */
const NOT_FREE =
  "This time is not free any more. If you have just booked it yourself, your booking stands; else please choose another.";

export function Details({ page, choice, typed, errors, refusal }: Props) {
  const otherTimes = { tz: choice.zone, duration: String(page.durationMinutes) };
  const isGone = !choice.slot && !errors.start;
  const gone = isGone ? NOT_FREE : null;
  // Below the fold, what is marked is found only by those who are told to look.
  const marked =
    Object.keys(errors).length > 0 ? "Nothing is booked yet: please correct what is marked." : null;
  const ofForm = errors.key ?? errors.stamp ?? errors.host ?? errors.duration;
  const problem = refusal ?? ofForm ?? gone ?? marked;
  return (
    <GuestPage wide accent={page.accent}>
      <div className="mx-auto grid max-w-4xl gap-6 md:grid-cols-[17rem_minmax(0,1fr)] lg:gap-10">
        <header className="md:sticky md:top-6 md:self-start">
          <p className="mb-2">
            <a
              className="lone-link"
              href={`${page.path}?${new URLSearchParams({ ...dayOf(choice), ...otherTimes })}`}
            >
              <Icon name="left" />
              Other times
            </a>
          </p>
          <h1 className="mb-4 sm:text-2xl!">
            <bdi>{page.title}</bdi> with <bdi>{page.hostName}</bdi>
          </h1>
          <Summary page={page} choice={choice} />
        </header>
        <div className="card">
          <h2 className="mb-4 text-xl">Your details</h2>
          {problem ? <Notice tone="bad">{problem}</Notice> : null}
          <DetailsForm {...{ page, choice, typed, errors }} />
        </div>
      </div>
    </GuestPage>
  );
}

/** Where the slot was chosen, to come back to. */
function dayOf({ day }: SlotChoice): Record<string, string> {
  return day ? { day } : {};
}

function DetailsForm({ page, choice, typed, errors }: Omit<Props, "refusal">) {
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
      <TextField
        name="name"
        label="Your name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={typed.name}
        error={errors.name}
      />
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
      <TextArea
        name="notes"
        label={`Anything ${page.hostName} should know? (optional)`}
        maxLength={1000}
        defaultValue={typed.notes}
        error={errors.notes}
      />
      <Trap />
      <button type="submit" className="button w-full">
        Book this time
      </button>
      <p className="mt-3 text-sm text-quiet">
        What you fill in here is put into {page.hostName}’s calendar.
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
