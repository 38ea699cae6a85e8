// What strangers type ends up in calendars, pages and logs of others: plain text and nothing more.

/** C0 and C1 controls but line feed and tab, bidirectional overrides and isolates, zero-width and other invisible characters. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** One line: invisible characters removed, white space folded, lone surrogates replaced. */
export function cleanLine(text: string): string {
  const folded = text.toWellFormed().replace(/\s+/g, " ");
  // Once more: what was invisible may have stood between two spaces.
  return folded.replace(INVISIBLE, "").replace(/ +/g, " ").trim();
}

/** Several lines: the same, but line breaks stay (as line feeds). */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(INVISIBLE, "").trim();
}

/** Whether a text would become a link in a mail or calendar: phishing by way of somebody's name. */
export function holdsUrl(text: string): boolean {
  return /:\/\/|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|info|io|co|ru|cn|xyz|top|site|online)\b/i.test(
    text,
  );
}
