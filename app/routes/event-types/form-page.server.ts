// What the pages that make and change an event type have in common.
import { data } from "@remix-run/cloudflare";
import { type EventType, findEventType } from "#db/booking-pages.server.ts";
import { listScheduleChoices } from "#db/event-types.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { proposeSlug } from "../../domain/event-type.ts";
import { isId } from "../../domain/ids.ts";
import type { AppContext } from "../../load-context.server.ts";
import type { SaveEventTypeOutcome } from "../../use-cases/save-event-type.server.ts";
import type { EventTypeForm } from "./event-type-fields.server.ts";
import type { FormFrame } from "./event-type-form.tsx";
import { type FormValues, withChangedRows } from "./form-values.ts";
import { refusalErrors } from "./messages.ts";

/** The host's event type that an address names. @throws a 404 Response when this host has none of that id */
export async function requireHostEventType(
  { db }: Pick<AppContext, "db">,
  hostId: string,
  { eventTypeId = "" }: { eventTypeId?: string },
): Promise<EventType> {
  const found = isId(eventTypeId) ? await findEventType(db, hostId, eventTypeId) : null;
  if (!found) throw new Response(null, { status: 404 });
  return found;
}

/** What the form shows around its fields. */
export async function viewFrame(
  { db, env }: Pick<AppContext, "db" | "env">,
  host: Host,
): Promise<Omit<FormFrame, "isPrivate" | "isUnsaved" | "slugHint">> {
  const schedules = await listScheduleChoices(db, host.id);
  return {
    page: `${env.APP_ORIGIN}/${host.handle}`,
    schedules: schedules.map(({ id, name, timeZone }) => ({ id, text: `${name} (${timeZone})` })),
  };
}

/** The form once more, as it was sent, with what is to be said of it. */
export interface FormAnswer {
  values: FormValues;
  errors: Record<string, string>;
}

type FormResult =
  | { kind: "saved" }
  | { kind: "shownAgain"; answer: ReturnType<typeof data<FormAnswer>> };

/**
 * Changes the form's rows, or saves what it asks for.
 * @throws a 404 Response when the event type is gone
 */
export async function handleEventTypeForm<Request>(
  { newId }: Pick<AppContext, "newId">,
  form: FormValues,
  readForm: (form: FormValues) => EventTypeForm<Request>,
  save: (
    request: Request,
  ) => Promise<SaveEventTypeOutcome | ({ kind: "changedMeanwhile" } & FormAnswer)>,
): Promise<FormResult> {
  const changed = withChangedRows(form, newId);
  if (changed) return showAgain(changed, {}, 200);
  const read = readForm(form);
  if (read.kind === "invalid") return showAgain(form, withProposal(read.errors, form), 422);
  const outcome = await save(read.request);
  switch (outcome.kind) {
    case "saved":
      return outcome;
    case "unknownEventType":
      throw new Response(null, { status: 404 });
    case "changedMeanwhile":
      return showAgain(outcome.values, outcome.errors, 409);
    case "formReused":
      // From now on it is another form.
      return showAgain({ ...form, id: newId() }, refusalErrors(outcome), 409);
    case "slugTaken":
    case "unknownSchedule":
    case "tooMany":
      return showAgain(form, refusalErrors(outcome), 422);
  }
}

function showAgain(values: FormValues, errors: Record<string, string>, status: number): FormResult {
  return { kind: "shownAgain", answer: data({ values, errors }, { status }) };
}

/** Whoever emptied the address, or lists what was private, is helped to one. */
function withProposal(
  errors: Record<string, string>,
  { slug = "", title = "" }: FormValues,
): Record<string, string> {
  if (!errors.slug || slug.trim() !== "") return errors;
  return { ...errors, slug: `${errors.slug} For example: ${proposeSlug(title)}.` };
}
