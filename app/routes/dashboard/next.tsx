import type { AgendaDay } from "./agenda.ts";
import { AgendaRows } from "./agenda-day.tsx";

/** What comes after today. */
export function Next({ days }: { days: AgendaDay[] }) {
  return (
    <section aria-labelledby="next">
      <h2 id="next" className="mb-3">
        Next
      </h2>
      {days.length === 0 ? <p className="text-quiet">Nothing is booked after today.</p> : null}
      <div className="grid gap-6">
        {days.map((day) => (
          <section key={day.name} aria-label={day.name}>
            <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-medium">{day.name}</h3>
              <p className="text-sm text-quiet">{day.zone}</p>
            </div>
            <AgendaRows day={day} />
          </section>
        ))}
      </div>
    </section>
  );
}
