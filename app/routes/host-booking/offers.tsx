// What the host can choose to do about a booking's event.
import { Form, Link, useParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { hostBookingPath } from "../../http/host-booking-path.ts";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import { ConnectAgainForm, ConnectForm } from "../calendar-settings/state-card.tsx";
import type { BookingView } from "./booking-view.server.ts";
import type { Choice } from "./choices.ts";

/** How each choice is offered: a form or a link, with what it does. */
export const offers: Record<Choice, (booking: BookingView) => ReactNode> = {
  try: (booking) => (
    <Form method="post" action={hostBookingPath(booking)}>
      <SubmitButton
        label={booking.isSynced ? "Check the calendar now" : "Try now"}
        busyLabel="Trying…"
        fields={{ intent: "try" }}
        look="button-quiet"
      />
    </Form>
  ),
  reconnect: ({ id, disconnected }) =>
    disconnected ? (
      <ConnectAgainForm {...disconnected} returnTo={id} />
    ) : (
      <SettingsLink>Reconnect Google Calendar</SettingsLink>
    ),
  connect: () => <SettingsLink>Connect Google Calendar</SettingsLink>,
  connectToPut: ({ id, isDisconnecting }) => (
    <>
      <p className="mb-3">
        No calendar is connected. Once one is, the booking can be put into it here.
      </p>
      {isDisconnecting ? (
        <SettingsLink>See how far disconnecting is</SettingsLink>
      ) : (
        <ConnectForm
          label="Connect Google Calendar"
          fields={{ returnTo: id }}
          look="button-quiet"
        />
      )}
    </>
  ),
  restore: (booking) => (
    <Decision
      booking={booking}
      intent="restore"
      label={booking.isKeptWithout ? "Put it in the calendar" : "Restore the event"}
      does={booking.consequences.restore}
    />
  ),
  cancel: (booking) => (
    <>
      <p className="mb-3">{booking.consequences.cancel}</p>
      <Link className="button button-bad" to={`${hostBookingPath(booking)}/cancel`}>
        Cancel the booking
      </Link>
    </>
  ),
  takeTime: (booking) => (
    <Decision
      booking={booking}
      intent="takeTime"
      label="Take Google’s time"
      about={`In Google: ${booking.timeInGoogle ?? "a time that could not be read"}`}
      does={booking.consequences.takeTime}
    />
  ),
  putBack: (booking) => (
    <Decision
      booking={booking}
      intent="putBack"
      label="Move the event back"
      about={`The booking: ${booking.when} ${booking.zone}`}
      does={booking.consequences.putBack}
    />
  ),
  chooseCalendar: (booking) => <ChooseCalendar booking={booking} />,
  keepWithout: (booking) => (
    <Decision
      booking={booking}
      intent="keepWithout"
      label="Keep without a calendar event"
      does={booking.consequences.keepWithout}
      look="button-bad"
    />
  ),
};

/** Whoever connects there comes back to this booking. */
function SettingsLink({ children }: { children: string }) {
  const { bookingId = "" } = useParams();
  return (
    <Link className="button" to={`/settings/calendar?from=${bookingId}`}>
      {children}
    </Link>
  );
}

interface DecisionProps {
  booking: BookingView;
  intent: "restore" | "takeTime" | "putBack" | "keepWithout";
  label: string;
  /** What is chosen. */
  about?: string;
  /** What happens, and what the guest hears of it. */
  does: string;
  look?: string;
}

function Decision({ booking, intent, label, about, does, look }: DecisionProps) {
  return (
    <Form method="post" action={hostBookingPath(booking)}>
      {about ? <p className="mb-1 font-semibold">{unbrokenDate(about)}</p> : null}
      <p id={intent} className="mb-3">
        {does}
      </p>
      <SubmitButton
        label={label}
        busyLabel="Saving…"
        fields={{ intent, revision: String(booking.revision) }}
        describedBy={intent}
        look={look}
      />
    </Form>
  );
}

function ChooseCalendar({ booking }: { booking: BookingView }) {
  const { revision, calendars, consequences } = booking;
  if (calendars.length === 0) return null;
  const other = calendars.find((calendar) => !calendar.isInUse) ?? calendars[0];
  return (
    <Form method="post" action={hostBookingPath(booking)}>
      <p id="chooseCalendar" className="mb-3">
        {consequences.chooseCalendar}
      </p>
      <label className="mb-1 block font-medium" htmlFor="calendarId">
        Another calendar
      </label>
      <select
        className="mb-3 block max-w-md"
        id="calendarId"
        name="calendarId"
        defaultValue={other?.id}
      >
        {calendars.map((calendar) => (
          <option key={calendar.id} value={calendar.id}>
            {calendar.isInUse ? `${calendar.name} (in use now)` : calendar.name}
          </option>
        ))}
      </select>
      <SubmitButton
        label="Choose this calendar"
        busyLabel="Saving…"
        fields={{ intent: "chooseCalendar", revision: String(revision) }}
        describedBy="chooseCalendar"
        look="button-quiet"
      />
    </Form>
  );
}
