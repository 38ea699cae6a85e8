// The days of a month as a table of weeks: of guests, who choose a time, and of hosts, who take a day off.
import type { ReactNode } from "react";
import { isoWeekday } from "../domain/time-zone.ts";
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
  /** The day that weeks begin with: 1 for Monday to 7 for Sunday. */
  firstWeekday?: number;
  days: readonly Day[];
  /** What a day's cell holds. */
  children: (day: Day) => ReactNode;
}

export function MonthTable<Day extends { date: string }>(props: Props<Day>) {
  const { labelledBy, firstWeekday = 1, days, children } = props;
  const weekdays = [...WEEKDAYS.slice(firstWeekday - 1), ...WEEKDAYS.slice(0, firstWeekday - 1)];
  return (
    <table aria-labelledby={labelledBy} className="w-full table-fixed text-center">
      <thead>
        <tr>
          {weekdays.map(([short, full]) => (
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
        {weeksOf(days, firstWeekday).map((week) => (
          <tr key={week.find((day) => day !== null)?.date}>
            {week.map((day, index) => (
              <td key={day?.date ?? weekdays[index]?.[0]} className="p-0.5">
                {day ? children(day) : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function weeksOf<Day extends { date: string }>(
  days: readonly Day[],
  firstWeekday: number,
): (Day | null)[][] {
  const before = days[0] ? (isoWeekday(days[0].date) - firstWeekday + 7) % 7 : 0;
  const cells: (Day | null)[] = [...Array(before).fill(null), ...days];
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
