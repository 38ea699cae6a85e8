import type { LocationKind } from "../../domain/booking.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
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
  phone: "Phone number",
  in_person: "Place",
  link: "Link to the meeting",
};

/**
 * What a booking and its calendar event say, to be written anew. A plain form with JavaScript too: after a refusal Remix
 * would not load the newest revision anew.
 */
export function BookingTexts({ booking, typed, errors, refusal }: Props) {
  const { stored, guest, locationKind, impossible } = booking;
  const problem = impossible ?? refusal ?? errors.revision;
  return (
    <div className="max-w-xl">
      <BackLink to={booking.bookingPath} />
      <h1>Edit this booking</h1>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <div className="card my-5">
        <p className="font-semibold">{booking.when}</p>
        <p className="text-quiet">{booking.zone}</p>
        <p className="mt-2 wrap-anywhere">
          {guest.name}, {guest.email}
        </p>
      </div>
      {impossible ? null : (
        <form method="post">
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
          <TextArea
            name="notes"
            label={`Notes from ${guest.name} (optional)`}
            maxLength={1000}
            defaultValue={typed.notes}
            error={errors.notes}
            hint={storedHint(refusal, stored.notes, typed.notes)}
          />
          <button type="submit" className="button">
            Save
          </button>
          <p className="mt-3 text-sm text-quiet">{booking.note}</p>
        </form>
      )}
    </div>
  );
}
