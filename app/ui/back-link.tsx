/** From a page that changes a booking back to the one that shows it. */
export function BackLink({ to }: { to: string }) {
  return (
    <p className="mb-2">
      <a className="inline-flex min-h-6 items-center" href={to}>
        Back to the booking
      </a>
    </p>
  );
}
