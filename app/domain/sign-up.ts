import type { GoogleProfile } from "./google-profile.ts";

/** Who may become a host here. Who is one already always gets in. */
export type SignUpRule =
  | { kind: "open" }
  /** In lower case. A domain counts for itself alone, not for those below it. */
  | { kind: "listed"; emails: string[]; domains: string[] };

const DOMAIN = String.raw`[a-z0-9-]+(\.[a-z0-9-]+)+`;
const isDomainEntry = new RegExp(`^@${DOMAIN}$`);
const isEmailEntry = new RegExp(String.raw`^[^\s@,;*<>"]+@${DOMAIN}$`);

/**
 * Reads `open`, or e-mail addresses and `@domains` separated by spaces or commas.
 * @returns the malformed entry's place, counted from 1, when there is one; 0 when there are no entries
 */
export function parseSignUpRule(text: string): SignUpRule | { malformedEntry: number } {
  const entries = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");
  if (entries.length === 0) return { malformedEntry: 0 };
  if (entries.length === 1 && entries[0] === "open") return { kind: "open" };
  const wrong = entries.findIndex(
    (entry) => !isDomainEntry.test(entry) && !isEmailEntry.test(entry),
  );
  if (wrong >= 0) return { malformedEntry: wrong + 1 };
  return {
    kind: "listed",
    emails: entries.filter((entry) => !entry.startsWith("@")),
    domains: entries.filter((entry) => entry.startsWith("@")),
  };
}

/** Whether somebody who is no host yet may become one. An address counts only if Google says that it is theirs. */
export function maySignUp(
  rule: SignUpRule,
  { email, emailVerified }: Pick<GoogleProfile, "email" | "emailVerified">,
): boolean {
  if (rule.kind === "open") return true;
  if (emailVerified !== true) return false;
  const address = email.toLowerCase();
  return rule.emails.includes(address) || rule.domains.includes(domainOf(address));
}

/** With its `@`. */
function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@"));
}
