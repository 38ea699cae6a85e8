// What a new host is led through before their page is shared.

/** In their order. Each can be left, and gone on with from any device. */
export const FIRST_STEPS = ["page", "hours", "calendar", "share"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What is stored of a host that tells which steps are done. */
export interface StepsTaken {
  /** The steps that were confirmed or skipped; null: nothing is asked any more. */
  firstSteps: readonly FirstStep[] | null;
  googleCalendarEnabled: boolean;
}

/** The steps that are done, in their order. A connected calendar needs no confirming. */
export function doneSteps({ firstSteps, googleCalendarEnabled }: StepsTaken): FirstStep[] {
  if (firstSteps === null) return [...FIRST_STEPS];
  return FIRST_STEPS.filter(
    (step) => firstSteps.includes(step) || (step === "calendar" && googleCalendarEnabled),
  );
}

/** Where to go on; null when all is done. */
export function firstOpenStep(done: readonly FirstStep[]): FirstStep | null {
  return FIRST_STEPS.find((step) => !done.includes(step)) ?? null;
}

/** Where `step` leads once it is done: to what is open behind it, or before it; with nothing open, to the last. */
export function stepAfter(step: FirstStep, done: readonly FirstStep[]): FirstStep {
  const behind = FIRST_STEPS.slice(FIRST_STEPS.indexOf(step) + 1);
  return behind.find((other) => !done.includes(other)) ?? firstOpenStep(done) ?? "share";
}
