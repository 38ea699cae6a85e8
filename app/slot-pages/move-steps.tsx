import type { ReactNode } from "react";
import { BackLink } from "../ui/back-link.tsx";
import { Notice } from "../ui/notice.tsx";
import { unbrokenDate } from "../ui/unbroken-date.tsx";
import { Month } from "./month.tsx";
import type { MonthView } from "./month-view.ts";
import type { MoveAnswer, MoveView } from "./moving.server.ts";
import type { SlotChoice } from "./offered-slots.server.ts";
import { SlotOptions } from "./slot-options.tsx";
import type { SlotView } from "./slot-view.ts";

interface Props {
  view: MoveView;
  /** What became of a form that moved nothing. */
  answer: MoveAnswer | undefined;
  path: string;
  bookingPath: string;
  /** What links and forms carry from one step to the next. */
  query: Record<string, string>;
  /** Whom the meeting is with. */
  withWhom: string;
  /** "your host": the same, as the one on whose clocks the time is shown too where they differ. */
  other: string;
  /** What else the pages of guest and host say. */
  note?: string | null;
  zoneForm?: ReactNode;
}

/** The two steps of moving a booking, for guest and host: a slot is chosen, then confirmed. */
export function MoveSteps(props: Props) {
  const { view, answer, bookingPath } = props;
  const { step } = view;
  const choice = answer?.choice ?? (step.kind === "confirm" ? step.choice : null);
  return (
    <>
      <BackLink to={bookingPath} />
      {step.kind === "impossible" ? <Impossible {...props} why={step.why} /> : null}
      {step.kind === "choose" && !choice ? <Choose {...props} month={step.month} /> : null}
      {step.kind !== "impossible" && choice ? <Confirm {...props} choice={choice} /> : null}
    </>
  );
}

function Impossible({ view, withWhom, why }: Props & { why: string }) {
  return (
    <>
      <h1>Choose a new time</h1>
      <p className="mt-1 text-quiet wrap-anywhere">
        {view.title} with {withWhom}
      </p>
      <div className="mt-4">
        <Notice tone="bad">{why}</Notice>
      </div>
    </>
  );
}

function Choose({ view, withWhom, path, query, zoneForm, month }: Props & { month: MonthView }) {
  return (
    <>
      <h1>Choose a new time</h1>
      <p className="mt-1 text-quiet wrap-anywhere">
        {view.title} with {withWhom}
      </p>
      <p className="mt-2">
        Present time: <b>{unbrokenDate(view.current.name)}</b> {view.current.zoneLabel}
      </p>
      <div className="mt-6">
        <Month path={path} slotPath={path} view={month} query={query} zoneForm={zoneForm} />
      </div>
    </>
  );
}

function Confirm(props: Props & { choice: SlotChoice }) {
  const { view, withWhom, answer, path, bookingPath, query, choice, note } = props;
  const { step } = view;
  const asked = step.kind === "confirm" ? step : { search: "", day: "" };
  const errors: Record<string, string | undefined> = answer?.errors ?? {};
  const isGone = !choice.slot && !errors.start;
  const gone = isGone ? "This time is not free any more. Please choose another." : null;
  const problem = answer?.refusal ?? errors.revision ?? gone;
  const other = new URLSearchParams(asked.day ? { day: asked.day, ...query } : query);
  return (
    <div className="max-w-xl">
      <h1>Move this booking?</h1>
      <p className="mt-1 text-quiet wrap-anywhere">
        {view.title} with {withWhom}
      </p>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <form method="post" action={`${path}?${asked.search}`} className="mt-4" data-once="Moving…">
        <input type="hidden" name="revision" value={view.revision} />
        {Object.entries(query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Times {...props} slot={choice.slot} />
        {choice.slot ? null : <SlotOptions choice={choice} error={errors.start} />}
        {choice.slot || choice.others.length > 0 ? (
          <button type="submit" className="button w-full sm:w-auto">
            Move to this time
          </button>
        ) : null}
      </form>
      {note ? <p className="mt-3 text-sm text-quiet">{note}</p> : null}
      <p className="mt-3 flex flex-wrap gap-x-5">
        <a className="lone-link" href={`${path}?${other}`}>
          Other times
        </a>
        <a className="lone-link" href={bookingPath}>
          Leave it as it is
        </a>
      </p>
    </div>
  );
}

function Times({
  view,
  choice,
  other,
  slot,
}: Props & { choice: SlotChoice; slot: SlotView | null }) {
  const { current } = view;
  return (
    <dl className="card mb-6">
      <dt className="text-sm text-quiet">Present time</dt>
      <dd>
        {unbrokenDate(current.name)}
        <span className="block text-quiet">{current.zoneLabel}</span>
      </dd>
      {slot ? (
        <>
          <dt className="mt-4 text-sm text-quiet">New time</dt>
          <dd>
            <input type="hidden" name="start" value={slot.start} />
            <span className="font-semibold">{unbrokenDate(slot.name)}</span>
            <span className="block text-quiet">{choice.zoneLabel}</span>
            {choice.elsewhere ? (
              <span className="mt-1 block text-sm text-quiet">
                For {other}: {unbrokenDate(choice.elsewhere.name)} {choice.elsewhere.zoneLabel}
              </span>
            ) : null}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
