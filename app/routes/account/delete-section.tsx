import type { ReactNode } from "react";
import { TextArea, TextField } from "../../ui/field.tsx";

interface Props {
  account: string;
  handle: string;
  /** The full address of the host's page. */
  page: string;
  googleAccounts: string[];
  coming: string;
  /** What calling them off means for their guests. */
  cancelled: string;
  /** Which calendars keep their events all the same; null for none. */
  outOfReach: string | null;
  typed: Record<string, string | undefined>;
  errors: Record<string, string | undefined>;
}

/** What deleting means, and the form that does it. A plain form: the page that follows is another world. */
export function DeleteSection({ typed, errors, ...account }: Props) {
  return (
    <section aria-labelledby="delete" className="card">
      <h2 id="delete" className="mb-2">
        Delete your account
      </h2>
      <Consequences {...account} />
      <form method="post" action="/settings/account" className="mt-6">
        <input type="hidden" name="account" value={account.account} />
        <BookingsChoice
          coming={account.coming}
          cancelled={account.cancelled}
          outOfReach={account.outOfReach}
          chosen={typed.bookings}
          error={errors.bookings}
        />
        <TextArea
          name="reason"
          label="Message to the guests of cancelled bookings (optional)"
          hint="Shown on the booking’s page until your account is gone, which may be within a minute. Google’s mail does not hold it."
          maxLength={500}
          defaultValue={typed.reason}
          error={errors.reason}
        />
        <TextField
          name="handle"
          label={`Type ${account.handle} to confirm`}
          defaultValue={typed.handle}
          error={errors.handle ?? errors.account}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <button type="submit" className="button button-bad">
          Delete my account
        </button>
      </form>
    </section>
  );
}

function Consequences({ page, googleAccounts }: Pick<Props, "page" | "googleAccounts">) {
  return (
    <>
      <p className="mb-2">This can’t be undone. As soon as you press the button:</p>
      <ul className="grid list-disc gap-1 pl-5">
        <li className="wrap-anywhere">
          Your page {page} closes, and you are signed out on all your devices.
        </li>
        {googleAccounts.length > 0 ? (
          <li className="wrap-anywhere">
            Slotkeeper’s access to Google Calendar ends for {googleAccounts.join(" and ")}, once
            your calendar is in order: mostly at once, at the latest after a day. What Google has
            not let go of by then stays in it.
          </li>
        ) : null}
        <li>
          Then everything is deleted that Slotkeeper keeps of you and your guests: profile, hours,
          bookings and their history. Backups of the database forget it within 30 days.
        </li>
        <li>Links to your bookings end, and the name of your page is free for others.</li>
      </ul>
    </>
  );
}

interface ChoiceProps {
  coming: string;
  cancelled: string;
  outOfReach: string | null;
  chosen: string | undefined;
  error: string | undefined;
}

function BookingsChoice({ coming, cancelled, outOfReach, chosen, error }: ChoiceProps) {
  return (
    <fieldset className="mb-5" aria-describedby={error ? "bookings-error" : undefined}>
      <legend className="mb-1 font-medium">What becomes of the bookings to come?</legend>
      <p className="mb-2 text-sm text-quiet">{coming}</p>
      <Choice value="cancel" chosen={chosen} label="Cancel them">
        {[cancelled, outOfReach].filter(Boolean).join(" ")}
      </Choice>
      <Choice value="keep" chosen={chosen} label="Keep them">
        Their events stay in your calendar as they are, and nobody is told anything. Your guests can
        no longer move or cancel them here.
      </Choice>
      {error ? (
        <p id="bookings-error" className="mt-1 font-medium text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

interface OneChoice {
  value: string;
  chosen: string | undefined;
  label: string;
  children: ReactNode;
}

function Choice({ value, chosen, label, children }: OneChoice) {
  const hint = `bookings-${value}-hint`;
  return (
    <div className="flex items-start gap-3 py-2">
      <input
        type="radio"
        id={`bookings-${value}`}
        name="bookings"
        value={value}
        defaultChecked={chosen === value}
        required
        aria-describedby={hint}
        className="size-6 shrink-0"
      />
      <div>
        <label className="font-medium" htmlFor={`bookings-${value}`}>
          {label}
        </label>
        <p id={hint} className="text-sm text-quiet">
          {children}
        </p>
      </div>
    </div>
  );
}
