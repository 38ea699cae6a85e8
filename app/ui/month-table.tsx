// The days of a month as a table of weeks: of guests, who choose a time, and of hosts, who take a day off.
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

const WEEKDAYS = [
  ["Mon", "Monday"],
  ["Tue", "Tuesday"],
  ["Wed", "Wednesday"],
  ["Thu", "Thursday"],
  ["Fri", "Friday"],
  ["Sat", "Saturday"],
  ["Sun", "Sunday"],
] as const;

interface Props<Day> {
  /** The id of the heading that names the month. */
  labelledBy: string;
  /** Empty cells before the first day, Monday first. */
  leadingCells: number;
  days: readonly Day[];
  /** What a day's cell holds. */
  children: (day: Day) => ReactNode;
}

export function MonthTable<Day extends { date: string }>(props: Props<Day>) {
  const { labelledBy, leadingCells, days, children } = props;
  return (
    <table aria-labelledby={labelledBy} className="w-full table-fixed text-center">
      <thead>
        <tr>
          {WEEKDAYS.map(([short, full]) => (
            <th
              key={short}
              scope="col"
              className="overflow-hidden pb-2 text-sm font-medium text-quiet"
            >
              <abbr title={full} className="no-underline">
                {short}
              </abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days, leadingCells).map((week) => (
          <tr key={week.find((day) => day !== null)?.date}>
            {week.map((day, index) => (
              <td key={day?.date ?? WEEKDAYS[index]?.[0]} className="p-0.5">
                {day ? children(day) : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function weeksOf<Day>(days: readonly Day[], leadingCells: number): (Day | null)[][] {
  const cells: (Day | null)[] = [...Array(leadingCells).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** How a link to another month looks. */
export const stepLook =
  "inline-flex size-11 items-center justify-center rounded-full hover:bg-accent-soft";

/** In the place of a link to a month where there is nothing to see. */
export function NoStep({ icon }: { icon: "left" | "right" }) {
  return (
    <span
      aria-hidden="true"
      className="inline-flex size-11 items-center justify-center rounded-full text-line"
    >
      <Icon name={icon} />
    </span>
  );
}
