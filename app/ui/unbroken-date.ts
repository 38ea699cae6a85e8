const NBSP = "\u00a0";

/**
 * The same text with what belongs together kept on one line: "23 March 2026", "March 23, 2026", "10:00 – 10:30" and
 * "1:30 PM".
 */
export function unbrokenDate(text: string): string {
  return text
    .replace(/(\d{1,2}) (\p{L}+) (\d{4})/gu, `$1${NBSP}$2${NBSP}$3`)
    .replace(/(\p{L}+) (\d{1,2}), (\d{4})/gu, `$1${NBSP}$2,${NBSP}$3`)
    .replace(/(\d:\d\d)\s(?=[AP]M)/gi, `$1${NBSP}`)
    .replace(/(\d:\d\d) – (?=\d)/g, `$1${NBSP}–${NBSP}`);
}
