import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";

/** Every field exactly as it was sent: the same form, so that a booking stored after all is found again. */
export type SentForm = Record<string, string>;

/** The database could not say whether the booking was stored. */
export function DatabaseAway({ form }: { form: SentForm }) {
  return (
    <GuestPage>
      <title>Please press again · Slotkeeper</title>
      <h1>Please press again</h1>
      <div className="mt-4">
        <Notice tone="warn">
          We could not reach our database, so we don’t know yet whether your booking was stored.
          Your details are still here. Wait a moment and press the button: you will not be booked
          twice.
        </Notice>
      </div>
      <form method="post">
        {Object.entries(form).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button">
          Try again
        </button>
      </form>
    </GuestPage>
  );
}
