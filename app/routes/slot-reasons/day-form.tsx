import { Form } from "@remix-run/react";

interface Props {
  /** "YYYY-MM-DD" */
  day: string;
  durations: { minutes: number; text: string }[];
  durationMinutes: number;
}

/** Which day is asked about, and for how long a meeting. */
export function DayForm({ day, durations, durationMinutes }: Props) {
  return (
    <Form method="get" className="my-6 flex flex-wrap items-end gap-3">
      <p>
        <label className="mb-1 block font-medium" htmlFor="day-asked">
          Day
        </label>
        <input id="day-asked" type="date" name="day" required defaultValue={day} key={day} />
      </p>
      {durations.length > 1 ? (
        <p>
          <label className="mb-1 block font-medium" htmlFor="duration">
            Duration
          </label>
          <select id="duration" name="duration" defaultValue={durationMinutes}>
            {durations.map(({ minutes, text }) => (
              <option key={minutes} value={minutes}>
                {text}
              </option>
            ))}
          </select>
        </p>
      ) : null}
      <button type="submit" className="button button-quiet">
        Show
      </button>
    </Form>
  );
}
