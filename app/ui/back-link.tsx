import { Link } from "@remix-run/react";
import { Icon } from "./icon.tsx";

interface Props {
  to: string;
  /** What is there; of a page that changes a booking, that which shows it. */
  children?: string;
}

/** From a page to the one that it belongs to. */
export function BackLink({ to, children = "Back to the booking" }: Props) {
  return (
    <p className="mb-2">
      <Link className="lone-link" to={to}>
        <Icon name="left" />
        {children}
      </Link>
    </p>
  );
}
