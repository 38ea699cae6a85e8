/** When a booking is; struck through when it is cancelled, which is also said to those who can't see it. */
export function BookedTime({ isCancelled, children }: { isCancelled: boolean; children: string }) {
  if (!isCancelled) return children;
  return (
    <>
      <span className="sr-only">Cancelled: </span>
      <s>{children}</s>
    </>
  );
}
