// The forms of a booking's page: from what was posted to one use case.
import { z } from "zod";
import type { BookingKey } from "../../domain/booking.ts";
import { revisionField } from "../../http/booking-fields.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { chooseCalendar } from "../../use-cases/choose-calendar.server.ts";
import { keepWithoutCalendar } from "../../use-cases/keep-without-calendar.server.ts";
import { putBackTime } from "../../use-cases/put-back-time.server.ts";
import { restoreEvent } from "../../use-cases/restore-event.server.ts";
import { retrySync } from "../../use-cases/retry-sync.server.ts";
import { takeGoogleTime } from "../../use-cases/take-google-time.server.ts";

/** Any of them; `intent` tells which. */
export const SettleForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("try") }),
  z.object({
    intent: z.enum(["restore", "putBack", "takeTime", "keepWithout"]),
    revision: revisionField,
  }),
  z.object({
    intent: z.literal("chooseCalendar"),
    revision: revisionField,
    calendarId: z.string().min(1).max(1024),
  }),
]);
export type SettleForm = z.infer<typeof SettleForm>;

const deciding = {
  restore: restoreEvent,
  putBack: putBackTime,
  takeTime: takeGoogleTime,
  keepWithout: keepWithoutCalendar,
};

/** Does what the form asks for. @returns the outcome of its use case */
export function settle(context: AppContext, key: BookingKey, form: SettleForm) {
  if (form.intent === "try") return retrySync(context, key);
  const request = { key, expectedRevision: form.revision };
  if (form.intent === "chooseCalendar") {
    return chooseCalendar(context, { ...request, calendarId: form.calendarId });
  }
  return deciding[form.intent](context, request);
}
