import { ChangeFrame } from "../../ui/change-frame.tsx";
import { askForNotes, GuestNameField, GuestNotesField } from "../../ui/guest-fields.tsx";
import { storedHint } from "../../ui/stored-hint.ts";

interface Texts {
  name: string;
  notes: string;
}

interface Props {
  booking: {
    title: string;
    hostName: string;
    when: string;
    zone: string;
    revision: number;
    stored: Texts;
    email: string;
    wasInvited: boolean;
    note: string;
    impossible: string | null;
    bookingPath: string;
  };
  typed: Texts;
  errors: Record<string, string | undefined>;
  refusal: string | null;
}

/** Who the guest is and what they want to say, to be written anew. */
export function GuestDetails({ booking, typed, errors, refusal }: Props) {
  const { stored, hostName, impossible } = booking;
  return (
    <ChangeFrame
      heading="Change your details"
      bookingPath={booking.bookingPath}
      problem={impossible ?? refusal ?? errors.revision ?? null}
      when={booking.when}
      zone={booking.zone}
      about={`${booking.title} with ${hostName}`}
    >
      {impossible ? null : (
        <form method="post" data-once="Saving…">
          <input type="hidden" name="revision" value={booking.revision} />
          <GuestNameField
            value={typed.name}
            error={errors.name}
            hint={storedHint(refusal, stored.name, typed.name)}
          />
          <dl className="mb-5">
            <dt className="mb-1 font-medium">Your e-mail address</dt>
            <dd className="wrap-anywhere">{booking.email}</dd>
            <dd className="mt-1 text-sm text-quiet">
              {booking.wasInvited
                ? "It can’t be changed: the invitation went there."
                : "It can’t be changed: your booking was made with it."}
            </dd>
          </dl>
          <GuestNotesField
            label={askForNotes(hostName)}
            value={typed.notes}
            error={errors.notes}
            hint={storedHint(refusal, stored.notes, typed.notes)}
          />
          <button type="submit" className="button w-full sm:w-auto">
            Save
          </button>
          <p className="mt-3 text-sm text-quiet">{booking.note}</p>
          <p className="mt-2 text-sm text-quiet">
            {hostName} reads your name, e-mail address and notes, and so may others who see their
            calendar.
          </p>
        </form>
      )}
    </ChangeFrame>
  );
}
