// Which calendar bookings go to, and which ones take slots away.
import type { InputHTMLAttributes, ReactNode } from "react";
import { isOwn } from "../../domain/calendar-access.ts";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { splitList } from "./calendar-order.ts";
import type { CalendarOption, Panel } from "./panel.server.ts";

/** What the form holds when it comes back: the host's choice, and why it was refused. */
export interface ChoiceAnswer {
  values: { destinationId: string; conflictIds: string[] } | null;
  errors: { destination?: string; conflicts?: string };
}

interface Props {
  panel: Panel;
  answer: ChoiceAnswer | null;
}

export function CalendarChoice({ panel, answer }: Props) {
  const { connectionId, calendars, destinationId } = panel;
  const stored = calendars.filter(({ blocksSlots }) => blocksSlots).map((each) => each.calendarId);
  const chosen = answer?.values ?? { destinationId: destinationId ?? "", conflictIds: stored };
  return (
    <section aria-labelledby="choice" className="card">
      <h2 id="choice">Your calendars</h2>
      {/* What was stored meanwhile replaces what the form was shown with. */}
      <GuardedForm
        method="post"
        action="/settings/calendar"
        isRefused={Boolean(answer?.values)}
        key={[destinationId, ...stored].join()}
        className="mt-4"
      >
        <input type="hidden" name="connectionId" value={connectionId ?? ""} />
        <Destinations
          calendars={calendars}
          chosenId={chosen.destinationId}
          error={answer?.errors.destination}
        />
        <Conflicts
          calendars={calendars}
          chosenIds={chosen.conflictIds}
          error={answer?.errors.conflicts}
        />
        <SubmitButton label="Save" busyLabel="Saving…" fields={{ intent: "choose" }} />
      </GuardedForm>
    </section>
  );
}

interface DestinationProps {
  calendars: CalendarOption[];
  chosenId: string;
  error: string | undefined;
}

function Destinations({ calendars, chosenId, error }: DestinationProps) {
  const own = calendars.filter(isOwn);
  const others = calendars.filter((calendar) => !isOwn(calendar));
  const row = (calendar: CalendarOption) => (
    <Row
      key={calendar.calendarId}
      calendar={calendar}
      reason={whyNot(calendar)}
      type="radio"
      name="destination"
      value={calendar.calendarId}
      defaultChecked={calendar.calendarId === chosenId && isOwn(calendar)}
      disabled={!isOwn(calendar)}
    />
  );
  return (
    <fieldset className="mb-6" aria-describedby={describedBy("destination", error)}>
      <legend className="font-medium">Destination calendar</legend>
      <p id="destination-hint" className="mb-1 text-sm text-quiet">
        New bookings go there. Those that are made keep their calendar.
      </p>
      <FieldError name="destination" error={error} />
      <LongList calendars={own} isPinned={({ calendarId }) => calendarId === chosenId} row={row} />
      {others.length > 0 ? (
        <LongList
          calendars={others}
          isPinned={() => false}
          row={row}
          heading="On your list, but not to be chosen"
        />
      ) : null}
    </fieldset>
  );
}

interface ConflictProps {
  calendars: CalendarOption[];
  chosenIds: string[];
  error: string | undefined;
}

function Conflicts({ calendars, chosenIds, error }: ConflictProps) {
  const isChosen = ({ calendarId }: CalendarOption) => chosenIds.includes(calendarId);
  return (
    <fieldset className="mb-6" aria-describedby={describedBy("conflicts", error)}>
      <legend className="font-medium">Conflict calendars</legend>
      <p id="conflicts-hint" className="mb-1 text-sm text-quiet">
        When one of them is busy, your page offers no slot. At most 50.
      </p>
      <FieldError name="conflicts" error={error} />
      <LongList
        calendars={calendars}
        isPinned={isChosen}
        row={(calendar) => (
          <Row
            key={calendar.calendarId}
            calendar={calendar}
            reason={null}
            type="checkbox"
            name={`conflict:${calendar.calendarId}`}
            defaultChecked={isChosen(calendar)}
          />
        )}
      />
    </fieldset>
  );
}

interface ListProps {
  calendars: CalendarOption[];
  /** Always in sight. */
  isPinned: (calendar: CalendarOption) => boolean;
  row: (calendar: CalendarOption) => ReactNode;
  heading?: string;
}

/** A list of any length: of a long one only the beginning and what is chosen are in sight at first. */
function LongList({ calendars, isPinned, row, heading }: ListProps) {
  const { first, rest } = splitList(calendars, isPinned);
  return (
    <>
      {heading ? <p className="mt-4 text-sm text-quiet">{heading}</p> : null}
      <ul>{first.map(row)}</ul>
      {rest.length > 0 ? (
        <details className="mt-1">
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-accent underline underline-offset-2">
            Show {rest.length} more
          </summary>
          <ul className="max-h-96 overflow-y-auto rounded-lg border border-line px-3">
            {rest.map(row)}
          </ul>
        </details>
      ) : null}
    </>
  );
}

interface RowProps extends InputHTMLAttributes<HTMLInputElement> {
  calendar: CalendarOption;
  /** Why it can't be chosen. */
  reason: string | null;
}

function Row({ calendar, reason, ...input }: RowProps) {
  return (
    <li>
      <label className="flex min-h-11 items-center gap-3 py-1">
        <input {...input} className="size-6 shrink-0" />
        <Dot color={calendar.color} />
        <span className={`wrap-anywhere ${reason ? "text-quiet" : ""}`}>
          {calendar.name}
          {calendar.isPrimary ? <span className="text-quiet"> (primary)</span> : null}
          {reason ? <span className="block text-sm">{reason}</span> : null}
        </span>
      </label>
    </li>
  );
}

/** Drawn, not styled: the page's policy forbids style attributes. */
function Dot({ color }: { color: string | null }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0 text-field">
      <circle cx="6" cy="6" r="5.5" fill={color ?? "currentColor"} stroke="currentColor" />
    </svg>
  );
}

function FieldError({ name, error }: { name: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p id={`${name}-error`} className="my-1 font-medium text-bad">
      {error}
    </p>
  );
}

const describedBy = (name: string, error: string | undefined) =>
  error ? `${name}-hint ${name}-error` : `${name}-hint`;

function whyNot(calendar: CalendarOption): string | null {
  if (isOwn(calendar)) return null;
  switch (calendar.accessRole) {
    case "writer":
      return "Somebody else’s: Slotkeeper writes only to calendars that are your own.";
    case "reader":
      return "You can only read it.";
    case "freeBusyReader":
      return "You only see when it is busy.";
    default:
      return "Google does not say that it is your own.";
  }
}
