import { Icon } from "./icon.tsx";

/** From a page that changes a booking back to the one that shows it. */
export function BackLink({ to }: { to: string }) {
  return (
    <p className="mb-2">
      <a className="lone-link" href={to}>
        <Icon name="left" />
        Back to the booking
      </a>
    </p>
  );
}
