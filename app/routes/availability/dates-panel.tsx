import { useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { ChosenOverride } from "./chosen-override.tsx";
import type { DatesDraft } from "./dates-draft.ts";
import type { DatesAnswer } from "./dates-form.server.ts";
import { DatesForm } from "./dates-form.tsx";
import type { ChosenDay } from "./dates-month.ts";

interface Props {
  action: string;
  /** From the calendar. */
  chosen: ChosenDay | null;
  empty: DatesDraft;
  answer: DatesAnswer | null;
  /** In the schedule's zone. */
  today: string;
  /** The form starts anew whenever this changes. */
  stored: unknown;
}

/** What a day in the calendar leads to: the form with that day, or what the day has already. */
export function DatesPanel({ action, chosen, empty, answer, today, stored }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnceAskedFor(heading);
  const override = answer ? null : (chosen?.override ?? null);
  const draft = answer?.draft ?? { ...empty, firstDay: chosen?.date ?? "" };
  return (
    <section id="add" aria-labelledby="add-title" className="card self-start">
      <h2 id="add-title" ref={heading} tabIndex={-1} className="mb-3">
        {override ? chosen?.name : "Add dates"}
      </h2>
      {chosen && override ? (
        <ChosenOverride {...{ override, action }} day={chosen.name} weekly={chosen.weekly} />
      ) : (
        <>
          {chosen ? (
            <p className="mb-4">
              {chosen.name}
              <span className="block text-quiet">By the week: {chosen.weekly}</span>
            </p>
          ) : null}
          <DatesForm
            // A new form after each that was stored.
            key={JSON.stringify([answer, stored])}
            {...{ action, draft, today }}
            errors={answer?.errors ?? {}}
          />
        </>
      )}
    </section>
  );
}

/** A browser goes on from where an address leads to; a router only scrolls there. */
function useFocusOnceAskedFor(heading: React.RefObject<HTMLHeadingElement>) {
  const { key, hash } = useLocation();
  const arrival = useRef(key);
  useEffect(() => {
    if (key !== arrival.current && hash === "#add") heading.current?.focus();
  }, [key, hash, heading]);
}
