/** RFC 5321 section 4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;

export type EmailAddress =
  /** Its domain as it stands in the mail system; whether it is an address at all is not judged here. */
  | { kind: "address"; address: string }
  /** Letters beyond ASCII before the @, which few mail systems take (RFC 6531). */
  | { kind: "foreignLetters" }
  | { kind: "longName" };

/** An address as somebody types it: a domain may have letters of any language, which stand as "xn--…" in the mail system. */
export function readEmailAddress(text: string): EmailAddress {
  const at = text.lastIndexOf("@");
  if (at < 0) return { kind: "address", address: text };
  const name = text.slice(0, at);
  if (name.length > LONGEST_LOCAL_PART) return { kind: "longName" };
  if (!isAscii(name)) return { kind: "foreignLetters" };
  return { kind: "address", address: `${name}@${asciiDomain(text.slice(at + 1))}` };
}

function asciiDomain(domain: string): string {
  const url = `http://${domain}/`;
  // Beyond ASCII only letters, digits and marks: else the URL parser might read more out of it than a domain.
  const isForeign = !isAscii(domain) && /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain);
  return isForeign && URL.canParse(url) ? new URL(url).hostname : domain;
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);
