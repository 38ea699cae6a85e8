import type { ReactNode } from "react";
import { Icon } from "../ui/icon.tsx";
import { MonthTable, NoStep, stepLook } from "../ui/month-table.tsx";
import { DaySlotsSection } from "./day-slots.tsx";
import type { DayView, MonthView } from "./month-view.ts";

interface Props {
  path: string;
  /** Where a slot leads. */
  slotPath: string;
  view: MonthView;
  /** What every link carries on, such as the zone that was chosen. */
  query: Record<string, string>;
  /** What tells the zone of all times, where it can be chosen. */
  zoneForm?: ReactNode;
}

/** The month, and beside it (below, on a phone) the slots of one day. Links only. */
export function Month({ path, slotPath, view, query, zoneForm }: Props) {
  const to = (asked: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...asked, ...query })}`;
  const toSlot = (start: string) => `${slotPath}?${new URLSearchParams({ start, ...query })}`;
  return (
    <div className="card p-0! md:grid md:grid-cols-[minmax(0,3fr)_minmax(15rem,2fr)]">
      <section aria-labelledby="month" className="self-start p-4 sm:p-6 md:sticky md:top-0">
        <div className="mb-3 flex items-center gap-1">
          <h2 id="month" className="mr-auto">
            {view.title}
          </h2>
          <MonthLink label="Previous month" to={view.previousMonth} href={to} icon="left" />
          <MonthLink label="Next month" to={view.nextMonth} href={to} icon="right" />
        </div>
        <MonthTable labelledBy="month" firstWeekday={view.firstWeekday} days={view.days}>
          {(day) => <Day day={day} href={`${to({ day: day.date })}#day`} />}
        </MonthTable>
        {zoneForm ? <div className="mt-4 border-t border-line pt-2">{zoneForm}</div> : null}
      </section>
      <DaySlotsSection view={view} href={to} slotHref={toSlot} />
    </div>
  );
}

function MonthLink(props: {
  label: string;
  to: string | null;
  href: (query: Record<string, string>) => string;
  icon: "left" | "right";
}) {
  if (!props.to) return <NoStep icon={props.icon} />;
  return (
    <a aria-label={props.label} className={stepLook} href={props.href({ month: props.to })}>
      <Icon name={props.icon} />
    </a>
  );
}

function Day({ day, href }: { day: DayView; href: string }) {
  const name = day.isToday ? `${day.name}, today` : day.name;
  const place = "relative mx-auto flex size-11 max-w-full items-center justify-center";
  if (!day.isFree) {
    const looked = day.isSelected ? "rounded-full outline-2 outline-field" : "";
    return (
      <span className={`${place} ${looked} text-quiet`}>
        <span className="sr-only">{`${name}, nothing free`}</span>
        <span aria-hidden="true">{day.number}</span>
        {day.isToday ? <TodayDot /> : null}
      </span>
    );
  }
  const look = day.isSelected
    ? "bg-accent text-on-accent forced-colors:outline-2"
    : "bg-accent-soft text-accent hover:outline-2 hover:outline-accent";
  return (
    <a
      aria-label={name}
      aria-current={day.isSelected ? "date" : undefined}
      className={`${place} rounded-full font-semibold no-underline ${look}`}
      href={href}
    >
      {day.number}
      {day.isToday ? <TodayDot /> : null}
    </a>
  );
}

/** Said in words by the name of the day. */
function TodayDot() {
  return <span aria-hidden="true" className="absolute bottom-1 size-1 rounded-full bg-current" />;
}
