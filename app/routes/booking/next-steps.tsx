import { Notice } from "../../ui/notice.tsx";
import type { BookAgain } from "./book-again.server.ts";
import type { InvitationText } from "./invitation-text.ts";

interface Props {
  booking: {
    isCancelled: boolean;
    invitation: InvitationText;
    hasFile: boolean;
    path: string;
    /** Of this page, in full. */
    address: string;
    /** Null while it stands. */
    bookAgain: BookAgain | null;
  };
}

/** What happens next. */
export function WhatFollows({ booking }: Props) {
  return (
    <section aria-labelledby="next" className="mt-6">
      <h2 id="next" className="mb-3">
        {booking.isCancelled ? "What happens now" : "What happens next"}
      </h2>
      <Notice tone={booking.invitation.tone}>{booking.invitation.text}</Notice>
    </section>
  );
}

/** How to come back to the booking or, when it was called off, to its host. */
export function WaysBack({ booking }: Props) {
  if (booking.bookAgain) return <Again {...booking.bookAgain} />;
  return (
    <>
      <p className="text-quiet">
        With the address of this page you can come back to your booking.
        <span className="hidden text-ink wrap-anywhere print:block">{booking.address}</span>
      </p>
      <p className="mt-3 flex flex-wrap items-center gap-3 print:hidden">
        {booking.hasFile ? (
          <a className="button" href={`${booking.path}/calendar.ics`}>
            Add it to your calendar (.ics)
          </a>
        ) : null}
        <button type="button" className="button button-quiet" data-copy={booking.address} hidden>
          Copy the address
        </button>
      </p>
      <p role="status" data-copied="The address is copied." className="mt-2 text-good" />
    </>
  );
}

function Again({ why, link }: BookAgain) {
  return (
    <>
      {why ? <p className="mb-3 wrap-anywhere">{why}</p> : null}
      {link ? (
        <a className="button" href={link.path}>
          {link.text}
        </a>
      ) : null}
    </>
  );
}
