import { BackLink } from "../../ui/back-link.tsx";

/** What stands above the form, with the way back to the list. */
export function FormHeading({ children }: { children: string }) {
  return (
    <>
      <BackLink to="/event-types">All event types</BackLink>
      <h1 dir="auto" className="mb-6">
        {children}
      </h1>
    </>
  );
}
