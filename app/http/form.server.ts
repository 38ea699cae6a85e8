import type { z } from "zod";

/** Ten times what the longest form of ours holds. */
const MOST_BYTES = 256 * 1024;

const formsRead = new WeakMap<Request, Promise<Record<string, string>>>();

/**
 * The fields of a posted form, the same again for whoever asks again: a body can be read only once.
 * @throws a 400 Response when the body is no form or breaks off, or a field comes twice or as a file; 413 when it is too
 * large
 */
export function readForm(request: Request): Promise<Record<string, string>> {
  const form = formsRead.get(request) ?? readFields(request);
  formsRead.set(request, form);
  return form;
}

async function readFields(request: Request): Promise<Record<string, string>> {
  const bytes = await readBytes(request);
  const type = request.headers.get("Content-Type") ?? "";
  const body = new Response(bytes, { headers: { "Content-Type": type } });
  const form = await body.formData().catch(() => null);
  if (!form) throw new Response(null, { status: 400 });
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== "string" || Object.hasOwn(fields, name)) {
      throw new Response(null, { status: 400 });
    }
    fields[name] = value;
  }
  return fields;
}

/** The whole body, counted as it comes: not every request says how long it is. */
async function readBytes(request: Request): Promise<Blob> {
  const tooLarge = () => new Response(null, { status: 413 });
  if (Number(request.headers.get("Content-Length") ?? 0) > MOST_BYTES) throw tooLarge();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = request.body?.getReader();
  for (let count = 0; reader; ) {
    const { done, value } = await reader.read().catch(() => {
      throw new Response(null, { status: 400 });
    });
    if (done) break;
    pieces.push(value);
    count += value.byteLength;
    if (count > MOST_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
  }
  return new Blob(pieces);
}

/** The first message for each field. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "form");
    errors[field] ??= issue.message;
  }
  return errors;
}
