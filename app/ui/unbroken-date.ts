const NBSP = "\u00a0";

/** The same text with its dates kept on one line from day to year, "23 March 2026", "March 23, 2026", and "10:00 – 10:30". */
export function unbrokenDate(text: string): string {
  return text
    .replace(/(\d{1,2}) (\p{L}+) (\d{4})/gu, `$1${NBSP}$2${NBSP}$3`)
    .replace(/(\p{L}+) (\d{1,2}), (\d{4})/gu, `$1${NBSP}$2,${NBSP}$3`)
    .replace(/(\d:\d\d) – (?=\d)/g, `$1${NBSP}–${NBSP}`);
}
