import { Form, Link } from "@remix-run/react";
import { FIRST_STEPS, type FirstStep, firstOpenStep } from "../../domain/first-steps.ts";
import { stepPages } from "../welcome/steps.ts";

/** How far a new host has come, and on to what is open; gone once all is done, or when it is not wanted. */
export function FirstStepsCard({ done }: { done: FirstStep[] }) {
  const open = firstOpenStep(done);
  if (open === null) return null;
  return (
    <section aria-labelledby="first-steps" className="card mb-10 border-accent bg-accent-soft">
      <h2 id="first-steps">
        First steps: {done.length} of {FIRST_STEPS.length} done
      </h2>
      <p className="mt-1 mb-4">What comes next: {stepPages[open].name}.</p>
      <div className="flex flex-wrap gap-3">
        <Link className="button" to={stepPages[open].path}>
          Go on
        </Link>
        <Form method="post" action="/dashboard">
          <button type="submit" name="intent" value="endFirstSteps" className="button button-quiet">
            Don’t show this again
          </button>
        </Form>
      </div>
    </section>
  );
}
