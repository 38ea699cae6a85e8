// A details form is only taken once it has been open for a second. Tests that fill it in at once make it older.
import { stampForm } from "#app/crypto/form-stamp.server.ts";
import type { KeyRing } from "#app/env.server.ts";
import { KEY_RING } from "./local-app.ts";

const ring: KeyRing = JSON.parse(KEY_RING);

/** The stamp of a form that was shown so long ago, as the local app signs it. */
export function stampFrom(agoMs: number, formKey: string): Promise<string> {
  return stampForm(ring, formKey, Date.now() - agoMs);
}

/** The fields of a form as its page shows them, had it been open for so long. */
export async function asIfReadFor(
  ms: number,
  fields: Record<string, string>,
): Promise<Record<string, string>> {
  return fields.key && fields.stamp
    ? { ...fields, stamp: await stampFrom(ms, fields.key) }
    : fields;
}
