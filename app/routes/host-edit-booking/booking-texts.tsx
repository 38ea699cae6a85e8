import type { LocationKind } from "../../domain/booking.ts";
import { ChangeFrame } from "../../ui/change-frame.tsx";
import { TextField } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { GuestNotesField } from "../../ui/guest-fields.tsx";
import { storedHint } from "../../ui/stored-hint.ts";

interface Texts {
  title: string;
  place: string;
  notes: string;
}

interface Props {
  booking: {
    when: string;
    zone: string;
    guest: { name: string; email: string };
    locationKind: LocationKind;
    revision: number;
    stored: Texts;
    impossible: string | null;
    note: string;
    bookingPath: string;
  };
  typed: Texts;
  errors: Record<string, string | undefined>;
  refusal: string | null;
}

const placeLabels: Record<Exclude<LocationKind, "google_meet">, string> = {
  guest_phone: "Phone number of the guest",
  phone: "Phone number",
  in_person: "Place",
  link: "Link to the meeting",
};

/** What a booking and its calendar event say, to be written anew. */
export function BookingTexts({ booking, typed, errors, refusal }: Props) {
  const { stored, guest, locationKind, impossible } = booking;
  return (
    <ChangeFrame
      heading="Edit this booking"
      bookingPath={booking.bookingPath}
      problem={impossible ?? refusal ?? errors.revision ?? null}
      when={booking.when}
      zone={booking.zone}
      about={
        <>
          <bdi>{guest.name}</bdi>, {guest.email}
        </>
      }
    >
      {impossible ? null : (
        <GuardedForm method="post" reloadDocument>
          <input type="hidden" name="revision" value={booking.revision} />
          <TextField
            name="title"
            label="Title"
            autoComplete="off"
            required
            maxLength={100}
            defaultValue={typed.title}
            error={errors.title}
            hint={storedHint(refusal, stored.title, typed.title)}
          />
          {locationKind === "google_meet" ? null : (
            <TextField
              name="place"
              label={placeLabels[locationKind]}
              autoComplete="off"
              maxLength={500}
              defaultValue={typed.place}
              error={errors.place}
              hint={storedHint(refusal, stored.place, typed.place)}
            />
          )}
          <GuestNotesField
            label={`Notes from ${guest.name} (optional)`}
            value={typed.notes}
            error={errors.notes}
            hint={storedHint(refusal, stored.notes, typed.notes)}
          />
          <button type="submit" className="button">
            Save
          </button>
          <p className="mt-3 text-sm text-quiet">{booking.note}</p>
        </GuardedForm>
      )}
    </ChangeFrame>
  );
}
