import { Link } from "@remix-run/react";

/** What stands above the form, with the way back to the list. */
export function FormHeading({ children }: { children: string }) {
  return (
    <>
      <p className="mb-2">
        <Link className="inline-flex min-h-6 items-center" to="/event-types">
          All event types
        </Link>
      </p>
      <h1 className="mb-6 wrap-anywhere">{children}</h1>
    </>
  );
}
