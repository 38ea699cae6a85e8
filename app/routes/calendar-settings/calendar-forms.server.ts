// The two forms about calendars: which ones are used, and what takes the place of a lost one.
import { z } from "zod";
import { findConnection } from "#db/calendar-connections.server.ts";
import { findCalendar, MOST_CONFLICT_CALENDARS } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { isGone } from "../../domain/calendar-access.ts";
import { isConnectionId } from "../../domain/connection-id.ts";
import { fieldErrors } from "../../http/form.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { replaceCalendar } from "../../use-cases/replace-calendar.server.ts";
import { setCalendars } from "../../use-cases/set-calendars.server.ts";

/** A field twice is no form of ours, so each conflict calendar is a field of its own. */
export const CONFLICT_FIELD = "conflict:";

export interface FormErrors {
  destination?: string;
  conflicts?: string;
  replacement?: string;
  /** Of the form as a whole. */
  form?: string;
}

export type FormResult =
  | { kind: "saved"; notice: "chosen" | "replaced" }
  | { kind: "refused"; status: 409 | 422; errors: FormErrors };

const calendarId = (error: string) => z.string({ error }).min(1, error).max(1024, error);
const ChooseForm = z.object({ destination: calendarId("Choose where new bookings go.") });
const ReplaceForm = z.object({
  lostCalendarId: calendarId("This form was incomplete. Please send it again."),
  replacement: calendarId("Choose a calendar."),
});

const texts = {
  unknownDestination: "That calendar is not on your list any more. Choose another.",
  notOwned: "That calendar is not your own, so Slotkeeper can’t write to it. Choose another.",
  unknownConflict: "One of these calendars is not on your list any more. Please choose again.",
  tooManyConflicts: `Google answers for ${MOST_CONFLICT_CALENDARS} calendars at once. Choose at most ${MOST_CONFLICT_CALENDARS}.`,
  otherConnection:
    "Your bookings go to another Google account by now, so nothing was saved. This is how it stands.",
};

/**
 * The connection that a form speaks of is the host's.
 * @throws a 404 Response when it is not, 400 when it names none
 */
export async function requireOwnConnection(
  context: AppContext,
  host: Host,
  connectionId: string | undefined,
) {
  if (!connectionId || !isConnectionId(connectionId)) throw new Response(null, { status: 400 });
  const connection = await findConnection(context.db, host.id, connectionId);
  if (!connection) throw new Response(null, { status: 404 });
  return connection;
}

/** The conflict calendars that a form has ticked. */
export function conflictIdsOf(form: Record<string, string>): string[] {
  return Object.keys(form)
    .filter((name) => name.startsWith(CONFLICT_FIELD))
    .map((name) => name.slice(CONFLICT_FIELD.length));
}

/** Saves where new bookings go and what takes slots away. */
export async function handleChoice(
  context: AppContext,
  host: Host,
  connectionId: string,
  form: Record<string, string>,
): Promise<FormResult> {
  const parsed = ChooseForm.safeParse(form);
  if (!parsed.success) return refused(fieldErrors(parsed.error));
  if (connectionId !== host.googleCalendarConnectionId) return elsewhere();
  const destinationId = parsed.data.destination;
  const conflictIds = conflictIdsOf(form);
  const outcome = await setCalendars(context, host, { destinationId, conflictIds });
  switch (outcome.kind) {
    case "saved":
      return { kind: "saved", notice: "chosen" };
    case "unknownCalendar": {
      const found = await findCalendar(context.db, host.id, connectionId, destinationId);
      const isListed = found !== null && !isGone(found);
      return refused(
        isListed ? { conflicts: texts.unknownConflict } : { destination: texts.unknownDestination },
      );
    }
    case "notOwned":
      return refused({ destination: texts.notOwned });
    case "tooManyConflictCalendars":
      return refused({ conflicts: texts.tooManyConflicts });
    case "notConnected":
      return elsewhere();
  }
}

/** Sends the coming bookings of a lost calendar to another one. */
export async function handleReplacement(
  context: AppContext,
  host: Host,
  connectionId: string,
  form: Record<string, string>,
): Promise<FormResult> {
  const parsed = ReplaceForm.safeParse(form);
  if (!parsed.success) return refused({ replacement: Object.values(fieldErrors(parsed.error))[0] });
  const lost = { connectionId, calendarId: parsed.data.lostCalendarId };
  const outcome = await replaceCalendar(context, host, lost, parsed.data.replacement);
  switch (outcome.kind) {
    case "replaced":
      return { kind: "saved", notice: "replaced" };
    case "unknownCalendar":
      return refused({ replacement: texts.unknownDestination });
    case "notOwned":
      return refused({ replacement: texts.notOwned });
    case "notConnected":
      return elsewhere();
  }
}

const refused = (errors: FormErrors): FormResult => ({ kind: "refused", status: 422, errors });

const elsewhere = (): FormResult => ({
  kind: "refused",
  status: 409,
  errors: { form: texts.otherConnection },
});
