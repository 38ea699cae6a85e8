import type { ReactNode } from "react";
import type { FormValues } from "./form-values.ts";

/** What every part of the form gets: what was typed, and a message for each field that needs one. */
export interface PartProps {
  values: FormValues;
  errors: Record<string, string | undefined>;
}

interface Props {
  id: string;
  heading: string;
  children: ReactNode;
}

/** A part of the form under a heading. */
export function FormSection({ id, heading, children }: Props) {
  return (
    <section aria-labelledby={id} className="card mb-6 [&>:last-child]:mb-0">
      <h2 id={id} className="mb-4">
        {heading}
      </h2>
      {children}
    </section>
  );
}
