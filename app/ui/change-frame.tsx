import type { ReactNode } from "react";
import { BackLink } from "./back-link.tsx";
import { Notice } from "./notice.tsx";
import { unbrokenDate } from "./unbroken-date.tsx";

interface Props {
  heading: string;
  bookingPath: string;
  /** Why it can't be done, or was not; null when there is nothing. */
  problem: string | null;
  when: string;
  zone: string;
  /** With whom, or what. */
  about: ReactNode;
  children: ReactNode;
}

/** A page that changes a booking: what stands in the way, which booking it is, then the form. */
export function ChangeFrame(props: Props) {
  const { heading, bookingPath, problem, when, zone, about, children } = props;
  return (
    <div className="max-w-xl">
      <BackLink to={bookingPath} />
      <h1>{heading}</h1>
      {problem ? (
        <div className="mt-4">
          <Notice tone="bad">{problem}</Notice>
        </div>
      ) : null}
      <div className="card my-5">
        <p className="font-semibold">{unbrokenDate(when)}</p>
        <p className="text-quiet">{zone}</p>
        <p className="mt-2 wrap-anywhere">{about}</p>
      </div>
      {children}
    </div>
  );
}
