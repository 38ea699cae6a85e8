import type { AccentName } from "../../domain/accent.ts";
import type { Question } from "../../domain/question.ts";
import type { SlotChoice } from "../../slot-pages/offered-slots.server.ts";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import type { PlaceText } from "../../ui/place-text.ts";
import type { TypedValues } from "./booking-form.server.ts";
import { DetailsForm } from "./details-form.tsx";
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
  /** Nothing is wrong with the form, but it is to be sent once more. */
  isToConfirm: boolean;
}

/** Also what the Back button shows to whoever has just booked it. */
const NOT_FREE =
  "This time is not free any more. If you have just booked it yourself, your booking stands; else please choose another.";

/** Who the guest is, beside what they are about to book. */
export function Details({ page, choice, typed, errors, refusal, isToConfirm }: Props) {
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
          <DetailsForm
            {...{ page, choice, typed, errors }}
            asksToConfirm={isToConfirm && !problem}
          />
        </div>
      </div>
    </GuestPage>
  );
}

/** Where the slot was chosen, to come back to. */
function dayOf({ day }: SlotChoice): Record<string, string> {
  return day ? { day } : {};
}
