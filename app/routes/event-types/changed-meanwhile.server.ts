// An event type that is edited in two places at once: the second to save is told what the first has stored.
import type { EventType } from "#db/booking-pages.server.ts";
import { digest } from "../../crypto/digest.server.ts";
import { type FormValues, storedValues } from "./form-values.ts";

/** What tells whether an event type is still as a form about it was shown. */
export function versionOf(eventType: EventType): Promise<string> {
  return digest(JSON.stringify(storedValues(eventType)));
}

export const CHANGED_MEANWHILE =
  "This event type was changed elsewhere since you opened this page, so nothing was saved. What you filled in is still here; where something else is stored by now, it stands beside it. Save again to keep what is filled in here.";

/**
 * The form once more, with what is stored by now beside each field that says something else.
 * @returns null when the event type is as the form says that it was shown, or as it asks for
 */
export async function changedMeanwhile(
  form: FormValues,
  eventType: EventType,
): Promise<{ values: FormValues; errors: Record<string, string> } | null> {
  const version = await versionOf(eventType);
  if (form.version === version) return null;
  const stored = Object.entries(storedValues(eventType));
  const differing = stored.filter(([name, value]) => asTyped(form[name]) !== value);
  if (differing.length === 0) return null;
  const errors = differing.map(([name, value]) => [name, textOf(name, value)]);
  return { values: { ...form, version }, errors: Object.fromEntries(errors) };
}

/** Forms send lines with CRLF. */
const asTyped = (text = "") => text.replaceAll("\r\n", "\n").trim();

/** Of choices the word that stands for one says nothing. */
const CHOICES =
  /^(?:visibility|scheduleId|noticeUnit|windowKind|locationKind|color|active)$|-(?:kind|id|required)$/;

function textOf(name: string, stored: string): string {
  if (CHOICES.test(name)) return "Something else is stored by now.";
  return stored === "" ? "Nothing is stored there by now." : `Stored by now: “${stored}”.`;
}
