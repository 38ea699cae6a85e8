// The calendar that bookings go to is gone, or is not the host's to write to any more.
import { Form, Link } from "@remix-run/react";
import { isOwn } from "../../domain/calendar-access.ts";
import { SubmitButton } from "../../ui/submit-button.tsx";
import type { Panel } from "./panel.server.ts";
import type { SettingsState } from "./settings-state.ts";
import { bookingCount, ListAgainForm, StateCard } from "./state-card.tsx";

interface Props {
  state: Extract<SettingsState, { kind: "destinationLost" }>;
  panel: Panel;
  error: string | undefined;
}

export function LostDestination({ state, panel, error }: Props) {
  const name = state.name || "Your destination calendar";
  const isOne = panel.touched === 1;
  return (
    <StateCard
      tone="bad"
      title={
        state.why === "gone"
          ? "Your destination calendar is gone"
          : "Your destination calendar is no longer yours to write to"
      }
    >
      <p className="wrap-anywhere">
        <b>{name}</b> of {state.account}{" "}
        {state.why === "gone"
          ? "was deleted at Google, or is not on your list there any more."
          : "is on your list at Google, but it is not your own any more, and Slotkeeper writes only to calendars that are."}
      </p>
      <p>
        {panel.touched === 0
          ? "No coming booking is in it, but new bookings would go there."
          : `${bookingCount(panel.touched)} still to come ${isOne ? "belongs" : "belong"} in it, and new bookings would go there. Your page goes on taking bookings.`}
      </p>
      {panel.touched > 0 ? (
        <p>
          <Link className="inline-flex min-h-6 items-center" to="/dashboard">
            See your bookings
          </Link>
        </p>
      ) : null}
      <ReplaceForm panel={panel} error={error} />
      <ListAgainForm label="Look at Google again" />
    </StateCard>
  );
}

function ReplaceForm({ panel, error }: { panel: Panel; error: string | undefined }) {
  const own = panel.calendars.filter(isOwn);
  if (own.length === 0) {
    return <p>You have no calendar of your own there. Make one in Google Calendar first.</p>;
  }
  return (
    <Form method="post" action="/settings/calendar" className="mt-2">
      <input type="hidden" name="connectionId" value={panel.connectionId ?? ""} />
      <input type="hidden" name="lostCalendarId" value={panel.destinationId ?? ""} />
      <label className="mb-1 block font-medium" htmlFor="replacement">
        Use this calendar instead
      </label>
      <p id="replacement-hint" className="mb-1 text-sm text-quiet">
        Coming bookings move there, and new ones go there. An event that you removed in Google stays
        removed.
      </p>
      {error ? (
        <p id="replacement-error" className="my-1 font-medium text-bad">
          {error}
        </p>
      ) : null}
      <select
        id="replacement"
        name="replacement"
        className="mb-3 block max-w-md"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "replacement-hint replacement-error" : "replacement-hint"}
      >
        {own.map(({ calendarId, name, isPrimary }) => (
          <option key={calendarId} value={calendarId}>
            {isPrimary ? `${name} (primary)` : name}
          </option>
        ))}
      </select>
      <SubmitButton
        label="Move bookings there"
        busyLabel="Moving bookings…"
        fields={{ intent: "replace" }}
      />
    </Form>
  );
}
