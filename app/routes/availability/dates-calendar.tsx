import { Link } from "@remix-run/react";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { MonthTable, NoStep, stepLook } from "../../ui/month-table.tsx";
import type { DatesDay, DatesMonth, DayKind } from "./dates-month.ts";

interface Props {
  view: DatesMonth;
  /** The page that shows it. */
  path: string;
  /** Of links that leave the form of this page as it is. */
  state: unknown;
}

/** A month whose days lead to the form. Links only. */
export function DatesCalendar({ view, path, state }: Props) {
  const to = (asked: Record<string, string>) => `${path}?${new URLSearchParams(asked)}`;
  const step = (label: string, month: string | null, icon: "left" | "right") =>
    month ? (
      <Link
        aria-label={label}
        className={stepLook}
        to={to({ month })}
        state={state}
        preventScrollReset
      >
        <Icon name={icon} />
      </Link>
    ) : (
      <NoStep icon={icon} />
    );
  return (
    <section aria-labelledby="month" className="card self-start p-4! sm:p-6!">
      <div className="-mt-2 mb-1 flex flex-wrap items-center justify-between gap-1">
        <h2 id="month">{view.title}</h2>
        <span className="-mr-2 flex gap-1">
          {step("Previous month", view.previousMonth, "left")}
          {step("Next month", view.nextMonth, "right")}
        </span>
      </div>
      <p className="mb-3 text-sm text-quiet">
        Choose a day to take it off, or to give it other hours.
      </p>
      <MonthTable labelledBy="month" days={view.days}>
        {(day) => (
          <Day
            day={day}
            to={`${to({ month: view.month, day: day.date })}#add`}
            // What a day has already takes the form's place.
            state={signs[day.kind] ? null : state}
          />
        )}
      </MonthTable>
      <Legend />
    </section>
  );
}

const PLACE =
  "relative mx-auto flex h-12 w-full max-w-14 flex-col items-center justify-center gap-0.5 rounded-lg leading-none no-underline";
const TODAY = "outline-2 -outline-offset-2 outline-field";

const looks: Record<DayKind, string> = {
  off: "bg-bad-soft text-bad",
  hours: "bg-good-soft text-good",
  closed: "text-quiet",
  usual: "font-semibold text-ink",
};

/** A sign of its own for each kind that differs from the week: colours are not told apart by everybody. */
const signs: Partial<Record<DayKind, IconName>> = { off: "cross", hours: "clock" };

function Day({ day, to, state }: { day: DatesDay; to: string; state: unknown }) {
  const ring = day.isToday ? TODAY : "";
  if (day.isPast) {
    return (
      <span className={`${PLACE} text-quiet`}>
        <span className="sr-only">{`${day.name}, over`}</span>
        <Face day={day} />
      </span>
    );
  }
  const look = day.isChosen
    ? "bg-accent text-on-accent forced-colors:outline-4"
    : `${looks[day.kind]} hover:bg-accent-soft`;
  return (
    <Link
      aria-label={day.name}
      aria-current={day.isChosen ? "date" : undefined}
      className={`${PLACE} ${ring} ${look}`}
      to={to}
      state={state}
    >
      <Face day={day} />
    </Link>
  );
}

function Face({ day }: { day: DatesDay }) {
  const sign = signs[day.kind];
  return (
    <>
      <span aria-hidden="true" className={day.isPast ? "line-through" : ""}>
        {day.number}
      </span>
      {sign ? <Icon name={sign} className="size-4!" /> : null}
    </>
  );
}

function Legend() {
  return (
    <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-2 border-t border-line pt-4 text-sm">
      <Meaning look={looks.off} sign="cross">
        Day off
      </Meaning>
      <Meaning look={looks.hours} sign="clock">
        Other hours
      </Meaning>
      <Meaning look={looks.usual}>Weekly hours</Meaning>
      <Meaning look={looks.closed}>No weekly hours</Meaning>
      <Meaning look={TODAY}>Today</Meaning>
      <Meaning look="text-quiet line-through">Over</Meaning>
    </ul>
  );
}

function Meaning(props: { look: string; sign?: IconName; children: string }) {
  return (
    <li className="flex items-center gap-2">
      <span
        aria-hidden="true"
        className={`flex size-6 items-center justify-center rounded-md ${props.look}`}
      >
        {props.sign ? <Icon name={props.sign} className="size-4!" /> : "1"}
      </span>
      {props.children}
    </li>
  );
}
