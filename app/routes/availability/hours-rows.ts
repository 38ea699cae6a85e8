// Rows of hours in a form, for the page and for whoever reads what it sends.

/** As typed; times are "HH:MM". */
export interface HoursRow {
  from: string;
  to: string;
}

export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

export const fieldName = (part: "from" | "to", weekday: number, row: number) =>
  `${part}-${weekday}-${row}`;
