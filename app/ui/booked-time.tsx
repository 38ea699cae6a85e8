import { unbrokenDate } from "./unbroken-date.tsx";

/** When a booking is; struck through when it is cancelled, which is also said to those who can't see it. */
export function BookedTime({ isCancelled, children }: { isCancelled: boolean; children: string }) {
  const time = unbrokenDate(children);
  if (!isCancelled) return time;
  return (
    <>
      <span className="sr-only">Cancelled: </span>
      <s>{time}</s>
    </>
  );
}
