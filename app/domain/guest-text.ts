// What strangers type ends up in calendars, pages and logs of others: plain text and nothing more.

/**
 * C0 and C1 controls but line feed and tab, bidirectional overrides and isolates, zero-width and other invisible
 * characters, Hangul fillers, which are blank letters, and tags, which are letters that nobody sees.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

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

/** Words joined by dots, and what makes an address of anything: a path, a port, a query. */
const DOTTED = /(?<![\p{L}\p{N}-])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?<tail>[/:?#])?/gu;
const ENDING = /^(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;
/** "Anna", "Ann-Marie", "McDonald", "J": a name as it is written, or its first letter. */
const NAME = /^\p{Lu}(?:[\p{L}-]*\p{Ll})?$/u;
const ACADEMIC = /^(?:dent|dipl|habil|hc|hum|ing|jur|med|mult|nat|oec|phil|pol|rer|theol|vet)$/;
/** Endings that are no name, however they are written. */
const NO_NAME = /^(?:com|net|org|info|biz|dev|app|xyz|site|shop|online|link|click|top)$/i;

/**
 * Whether a text would become a link in a mail or calendar: phishing by way of somebody's name. Links are words joined
 * by dots, and so are names when somebody leaves a space out: "St.John", "J.R.R.Tolkien", "Dr.med. Anna Meier". What is
 * written like a name counts as one, unless it ends like an address.
 */
export function holdsUrl(text: string): boolean {
  // Full-width letters and dots become links too.
  const plain = text.normalize("NFKC");
  if (/:\/\/|(?<![\p{L}\p{N}])www\./iu.test(plain)) return true;
  return [...plain.matchAll(DOTTED)].some(([match, tail]) => {
    const words = match.slice(0, match.length - (tail?.length ?? 0)).split(".");
    const ending = words.at(-1) ?? "";
    return ENDING.test(ending) && (tail !== undefined || NO_NAME.test(ending) || !isName(words));
  });
}

function isName([first = "", ...others]: string[]): boolean {
  return NAME.test(first) && others.every((word) => NAME.test(word) || ACADEMIC.test(word));
}
