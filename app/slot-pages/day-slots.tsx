import type { DaySlots, MonthView } from "./month-view.ts";

interface Props {
  view: MonthView;
  href: (query: Record<string, string>) => string;
  slotHref: (start: string) => string;
}

/** So many are taken in at a glance; more are told apart by the part of the day. */
const MOST_AT_A_GLANCE = 6;

/** The slots of the day that is chosen, or how to come to one that has some. */
export function DaySlotsSection({ view, href, slotHref }: Props) {
  const frame = "border-t border-line p-4 sm:p-6 md:border-t-0 md:border-l";
  if (!view.selected) {
    return (
      <section aria-labelledby="day" className={frame}>
        <h2 id="day">Nothing is free in {view.title}</h2>
        <WayOn view={view} href={href} />
      </section>
    );
  }
  const { name, slots } = view.selected;
  return (
    // A link to a day leads here. Where month and slots stand side by side, nothing is to be scrolled.
    <section
      id="day"
      aria-labelledby="day-name"
      className={`${frame} scroll-mt-2 md:scroll-mt-[100vh]`}
    >
      <h2 id="day-name" className="mb-3 flex items-center md:min-h-11">
        {name}
      </h2>
      {slots.length === 0 ? <NothingFree view={view} href={href} /> : null}
      <Parts day={view.selected} slotHref={slotHref} />
    </section>
  );
}

function Parts({ day, slotHref }: { day: DaySlots; slotHref: Props["slotHref"] }) {
  if (day.slots.length <= MOST_AT_A_GLANCE || day.parts.length === 1) {
    return <Slots slots={day.slots} slotHref={slotHref} />;
  }
  return day.parts.map(({ name, slots }) => (
    <div key={name} className="mt-4 first-of-type:mt-0">
      <h3 className="mb-2 text-sm font-medium text-quiet">{name}</h3>
      <Slots slots={slots} slotHref={slotHref} />
    </div>
  ));
}

function Slots({ slots, slotHref }: Pick<DaySlots, "slots"> & Pick<Props, "slotHref">) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.25rem,1fr))] gap-2">
      {slots.map((slot) => (
        <li key={slot.start}>
          <a
            aria-label={slot.name}
            className="button button-quiet w-full px-1 tabular-nums text-accent!"
            href={slotHref(slot.start)}
          >
            {slot.time}
          </a>
        </li>
      ))}
    </ul>
  );
}

function NothingFree({ view, href }: Pick<Props, "view" | "href">) {
  return (
    <>
      <p>Nothing is free on this day.</p>
      <WayOn view={view} href={href} />
    </>
  );
}

function WayOn({ view: { otherDay }, href }: Pick<Props, "view" | "href">) {
  if (!otherDay) return <p className="mt-3">Nothing can be booked at the moment.</p>;
  return (
    <p className="mt-3">
      The {otherDay.isNext ? "next" : "first"} free day is{" "}
      <a href={`${href({ day: otherDay.date })}#day`}>{otherDay.name}</a>.
    </p>
  );
}
