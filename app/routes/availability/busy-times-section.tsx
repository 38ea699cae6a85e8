import { Link } from "@remix-run/react";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Badge } from "../../ui/notice.tsx";
import type { BusyTimesView } from "./busy-times.server.ts";

interface Props {
  view: BusyTimesView;
  whenUnknown: "accept" | "refuse";
  error: string | undefined;
}

/** What is read of the host's calendars, and what happens while it can't be. */
export function BusyTimesSection({ view, whenUnknown, error }: Props) {
  return (
    <section aria-labelledby="busy" className="card mt-6">
      <h2 id="busy">Busy times from Google Calendar</h2>
      <Calendars view={view} />
      {view.freeDays.length > 0 ? (
        <div
          role="note"
          className="mt-4 rounded-lg border-l-4 border-warn bg-warn-soft px-4 py-3 text-warn"
        >
          <ul className="grid gap-1">
            {view.freeDays.map((text) => (
              <li key={text} className="wrap-anywhere">
                {text}
              </li>
            ))}
          </ul>
          <p className="mt-2">To block them, mark them Busy in Google, or add days off here.</p>
        </div>
      ) : null}
      <WhenUnknown chosen={whenUnknown} error={error} />
    </section>
  );
}

function Calendars({ view }: { view: BusyTimesView }) {
  if (!view.isConnected) {
    return (
      <p className="mt-2">
        Your calendars can’t be read until you reconnect them.{" "}
        <Link className="inline-flex min-h-6 items-center" to="/settings/calendar">
          See Google Calendar
        </Link>
      </p>
    );
  }
  return (
    <>
      {view.calendars.length === 0 ? (
        <p className="mt-2">No calendar takes slots away: only bookings made here do.</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {view.calendars.map(({ name, tone, label, text }) => (
            <li key={name} className="py-3">
              <span className="mr-2 font-medium wrap-anywhere">{name}</span>
              <Badge tone={tone}>{label}</Badge>
              <span className="mt-1 block">{text}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2">
        <Link className="inline-flex min-h-6 items-center" to="/settings/calendar">
          Choose the calendars
        </Link>
      </p>
    </>
  );
}

function WhenUnknown({ chosen, error }: { chosen: string; error: string | undefined }) {
  return (
    <GuardedForm
      method="post"
      action="/availability"
      preventScrollReset
      isRefused={error !== undefined}
      className="mt-6"
    >
      <fieldset aria-describedby={error ? "when-unknown-error" : undefined}>
        <legend className="mb-1 font-medium">
          When Google can’t say whether you are busy at the time that a guest chooses
        </legend>
        {error ? (
          <p id="when-unknown-error" className="my-1 font-medium text-bad">
            {error}
          </p>
        ) : null}
        <Choice value="accept" chosen={chosen} label="Take the booking">
          It is marked as one that may overlap something in your calendar.
        </Choice>
        <Choice value="refuse" chosen={chosen} label="Refuse it">
          Guests are told that your calendar can’t be checked, and nothing is booked.
        </Choice>
      </fieldset>
      <button type="submit" className="button mt-3">
        Save
      </button>
    </GuardedForm>
  );
}

interface ChoiceProps {
  value: string;
  chosen: string;
  label: string;
  children: string;
}

function Choice({ value, chosen, label, children }: ChoiceProps) {
  const id = `when-unknown-${value}`;
  return (
    <div className="flex items-start gap-3 py-2">
      <input
        type="radio"
        id={id}
        name="whenBusyTimesUnknown"
        value={value}
        defaultChecked={chosen === value}
        required
        aria-describedby={`${id}-hint`}
        className="size-6 shrink-0"
      />
      <div>
        <label className="font-medium" htmlFor={id}>
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-quiet">
          {children}
        </p>
      </div>
    </div>
  );
}
