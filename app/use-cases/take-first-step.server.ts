import { addFirstStep, endFirstSteps, type Host } from "#db/hosts.server.ts";
import { doneSteps, type FirstStep, firstOpenStep } from "../domain/first-steps.ts";
import type { AppContext } from "../load-context.server.ts";

/**
 * One of the first steps is confirmed or skipped; doing it again changes nothing. Once none is open the host is asked
 * nothing any more, also when the calendar goes later.
 * @returns the steps that are done
 */
export async function takeFirstStep(
  { db }: Pick<AppContext, "db">,
  host: Host,
  step: FirstStep,
): Promise<FirstStep[]> {
  const firstSteps = await addFirstStep(db, host.id, step);
  const done = doneSteps({ ...host, firstSteps });
  if (firstSteps !== null && firstOpenStep(done) === null) await endFirstSteps(db, host.id);
  return done;
}
