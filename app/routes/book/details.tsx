import type { Question } from "../../domain/question.ts";
import type { SlotChoice } from "../../slot-pages/offered-slots.server.ts";
import { SlotOptions } from "../../slot-pages/slot-options.tsx";
import type { SlotView } from "../../slot-pages/slot-view.ts";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { Place } from "../../ui/place.tsx";
import type { PlaceText } from "../../ui/place-text.ts";
import type { TypedValues } from "./booking-form.server.ts";
import { PHONE, TRAP } from "./field-names.ts";
import { PhoneField, QuestionFields } from "./question-fields.tsx";

interface Props {
  page: {
    hostId: string;
    hostName: string;
    title: string;
    path: string;
    search: string;
    durationMinutes: number;
    place: PlaceText;
    asksForPhone: boolean;
    questions: Question[];
  };
  choice: SlotChoice;
  typed: TypedValues;
  errors: Record<string, string | undefined>;
  refusal: string | null;
}

/** Who the guest is, below what they are about to book. */
export function Details({ page, choice, typed, errors, refusal }: Props) {
  const otherTimes = { tz: choice.zone, duration: String(page.durationMinutes) };
  const isGone = !choice.slot && !errors.start;
  const gone = isGone ? "This time is not free any more. Please choose another." : null;
  const problem = refusal ?? errors.key ?? errors.stamp ?? errors.host ?? errors.duration ?? gone;
  return (
    <GuestPage>
      <p>
        <a href={`${page.path}?${new URLSearchParams(otherTimes)}`}>Other times</a>
      </p>
      <h1>
        {page.title} with {page.hostName}
      </h1>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <form method="post" action={`${page.path}/book?${page.search}`} className="mt-4">
        <input type="hidden" name="key" value={typed.key} />
        <input type="hidden" name="stamp" value={typed.stamp} />
        <input type="hidden" name="host" value={page.hostId} />
        <input type="hidden" name="tz" value={choice.zone} />
        <input type="hidden" name="duration" value={page.durationMinutes} />
        {choice.slot ? (
          <Summary slot={choice.slot} choice={choice} place={page.place} />
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
    </GuestPage>
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

function Summary(props: { slot: SlotView; choice: SlotChoice; place: PlaceText }) {
  const { slot, choice } = props;
  return (
    <div className="card mb-6">
      <input type="hidden" name="start" value={slot.start} />
      <p className="font-semibold">{slot.name}</p>
      <p className="text-quiet">{choice.zoneLabel}</p>
      {choice.elsewhere ? (
        <p className="mt-1 text-sm text-quiet">
          For your host: {choice.elsewhere.name}, {choice.elsewhere.zoneLabel}
        </p>
      ) : null}
      <Place place={props.place} />
    </div>
  );
}
