import type { ReactNode } from "react";

const NBSP = "\u00a0";

const TIME = String.raw`\d{1,2}:\d\d(?:\s[ap]\.?m\b\.?)?`;
const RANGES = new RegExp(`(${TIME} (?:–|to) ${TIME})`, "i");

/**
 * The same text with what belongs together kept on one line: "23 March 2026", "March 23, 2026", "10:00 – 10:30", "10:00 to
 * 10:30" and "1:30 PM".
 */
export function unbrokenDate(text: string): ReactNode {
  // A line may end behind a dash whatever space follows it, so no character keeps a range together.
  return unbrokenWords(text)
    .split(RANGES)
    .map((part, at) =>
      at % 2 === 1 ? (
        // Where a phone is narrower or its text larger, they would not fit.
        <span key={part} className="min-[22rem]:whitespace-nowrap">
          {part}
        </span>
      ) : (
        part
      ),
    );
}

function unbrokenWords(text: string): string {
  return text
    .replace(/(\d{1,2}) (\p{L}+) (\d{4})/gu, `$1${NBSP}$2${NBSP}$3`)
    .replace(/(\p{L}+) (\d{1,2}), (\d{4})/gu, `$1${NBSP}$2,${NBSP}$3`)
    .replace(/(\d:\d\d)\s(?=[ap]\.?m\b)/gi, `$1${NBSP}`);
}
