import Bowser from "bowser";

/** What a host recognises a browser by: "Firefox on Windows"; empty when it can't be told. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return "";
  const { browser, os } = Bowser.parse(userAgent);
  const known = [browser.name, os.name].filter((name) => name);
  return known.join(" on ").slice(0, LONGEST);
}

/** Whoever writes a user agent of their own may write a book. */
const LONGEST = 60;
