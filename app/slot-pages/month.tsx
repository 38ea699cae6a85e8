import type { DayView, MonthView } from "./month-view.ts";

interface Props {
  path: string;
  /** Where a slot leads. */
  slotPath: string;
  view: MonthView;
  /** What every link carries on, such as the zone that was chosen. */
  query: Record<string, string>;
}

const WEEKDAYS = [
  ["Mon", "Monday"],
  ["Tue", "Tuesday"],
  ["Wed", "Wednesday"],
  ["Thu", "Thursday"],
  ["Fri", "Friday"],
  ["Sat", "Saturday"],
  ["Sun", "Sunday"],
] as const;

/** The month, and beside it (below, on a phone) the slots of one day. Links only. */
export function Month({ path, slotPath, view, query }: Props) {
  const to = (asked: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...asked, ...query })}`;
  const toSlot = (start: string) => `${slotPath}?${new URLSearchParams({ start, ...query })}`;
  return (
    <div className="grid gap-6 md:grid-cols-[3fr_2fr]">
      <section aria-labelledby="month" className="card">
        <div className="mb-3 flex items-center justify-between gap-2">
          <h2 id="month">{view.title}</h2>
          <div className="flex gap-2">
            <MonthLink label="Previous month" to={view.previousMonth} href={to} sign="‹" />
            <MonthLink label="Next month" to={view.nextMonth} href={to} sign="›" />
          </div>
        </div>
        <table className="w-full table-fixed border-separate border-spacing-1 text-center">
          <thead>
            <tr>
              {WEEKDAYS.map(([short, full]) => (
                <th key={short} scope="col" abbr={full} className="pb-1 text-sm text-quiet">
                  {short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(view).map((week) => (
              <tr key={week.find((day) => day !== null)?.date}>
                {week.map((day, index) => (
                  <td key={day?.date ?? WEEKDAYS[index]?.[0]} className="p-0">
                    {day ? <Day day={day} href={to({ day: day.date })} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Slots view={view} href={to} slotHref={toSlot} />
    </div>
  );
}

function weeksOf(view: MonthView): (DayView | null)[][] {
  const cells: (DayView | null)[] = [...Array(view.leadingCells).fill(null), ...view.days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function MonthLink(props: {
  label: string;
  to: string | null;
  href: (query: Record<string, string>) => string;
  sign: string;
}) {
  const look = "inline-flex size-11 items-center justify-center rounded-lg border text-xl";
  if (!props.to) {
    return (
      <span aria-hidden="true" className={`${look} border-line text-line`}>
        {props.sign}
      </span>
    );
  }
  return (
    <a
      aria-label={props.label}
      className={`${look} border-field no-underline`}
      href={props.href({ month: props.to })}
    >
      {props.sign}
    </a>
  );
}

function Day({ day, href }: { day: DayView; href: string }) {
  const today = day.isToday ? "underline decoration-2" : "";
  if (!day.isFree) {
    return (
      <span className={`flex h-11 items-center justify-center text-quiet ${today}`}>
        <span className="sr-only">{`${day.name}, nothing free`}</span>
        <span aria-hidden="true">{day.number}</span>
      </span>
    );
  }
  const look = day.isSelected
    ? "bg-accent text-on-accent"
    : "bg-accent-soft text-accent hover:outline-2 hover:outline-accent";
  return (
    <a
      aria-label={day.name}
      aria-current={day.isSelected ? "date" : undefined}
      className={`flex h-11 items-center justify-center rounded-lg font-semibold no-underline ${look} ${today}`}
      href={href}
    >
      {day.number}
    </a>
  );
}

function Slots({
  view,
  href,
  slotHref,
}: {
  view: MonthView;
  href: (query: Record<string, string>) => string;
  slotHref: (start: string) => string;
}) {
  if (!view.selected) {
    return <p className="card self-start">Nothing is free in {view.title}.</p>;
  }
  const { name, slots } = view.selected;
  return (
    <section aria-labelledby="day" className="card self-start">
      <h2 id="day" className="mb-3">
        {name}
      </h2>
      {slots.length === 0 ? <NothingFree view={view} href={href} /> : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
        {slots.map((slot) => (
          <li key={slot.start}>
            <a
              aria-label={slot.name}
              className="button button-quiet w-full"
              href={slotHref(slot.start)}
            >
              {slot.time}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NothingFree({
  view,
  href,
}: {
  view: MonthView;
  href: (query: Record<string, string>) => string;
}) {
  const next = view.nextFreeDay;
  return (
    <p>
      Nothing is free on this day.{" "}
      {next ? (
        <>
          The next free day is <a href={href({ day: next.date })}>{next.name}</a>.
        </>
      ) : null}
      {!next && view.nextMonth ? (
        <a href={href({ month: view.nextMonth })}>See the next month</a>
      ) : null}
    </p>
  );
}
