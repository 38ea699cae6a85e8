// The form for handle and time zone, which two routes share.
import { z } from "zod";
import type { Host } from "#db/hosts.server.ts";
import { isTimeZone } from "../domain/time-zone.ts";
import type { AppContext } from "../load-context.server.ts";
import { changePage } from "../use-cases/change-page.server.ts";
import { fieldErrors, readForm } from "./form.server.ts";

const PageAddressForm = z.object({
  handle: z.string({ error: "Enter an address." }).trim(),
  timeZone: z
    .string({ error: "Choose a time zone." })
    .refine(isTimeZone, { error: "Choose a time zone from the list." }),
});

const refusals = {
  too_short: "At least 3 characters, please.",
  too_long: "At most 40 characters, please.",
  malformed:
    "Only letters a to z, digits and single hyphens between them, please. For example: ada-lovelace.",
  reserved: "This address is used by Slotkeeper itself. Please choose another.",
};

export type PageAddressResult =
  | { kind: "changed" }
  | {
      kind: "invalid";
      errors: Record<string, string>;
      values: { handle: string; timeZone: string };
    };

/** Parses the form and changes the page; what was typed comes back with the messages. */
export async function handlePageAddressForm(
  request: Request,
  context: AppContext,
  host: Host,
): Promise<PageAddressResult> {
  const form = await readForm(request);
  const values = { handle: form.handle ?? "", timeZone: form.timeZone ?? host.timeZone };
  const parsed = PageAddressForm.safeParse(form);
  if (!parsed.success) return { kind: "invalid", errors: fieldErrors(parsed.error), values };
  const outcome = await changePage(context, host, parsed.data);
  switch (outcome.kind) {
    case "changed":
      return outcome;
    case "handleRefused":
      return { kind: "invalid", errors: { handle: refusals[outcome.problem] }, values };
    case "handleTaken": {
      const hint = outcome.suggestion ? ` Free is, for example: ${outcome.suggestion}.` : "";
      return { kind: "invalid", errors: { handle: `This address is taken.${hint}` }, values };
    }
  }
}
