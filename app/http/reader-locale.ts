import { countsToTwelve } from "../ui/time-text.ts";

/**
 * How whoever asks writes dates and times, in English: "en-GB" unless their browser says otherwise. Who counts hours to
 * twelve in another language gets "en-AU", where the day comes before the month as it does for most of them.
 */
export function readerLocale(request: Request): string {
  const wanted = request.headers.get("Accept-Language") ?? "";
  const [, language = "", region] =
    /^\s*([a-z]{2,3})(?:-([a-z]{2}))?\s*(?:[,;]|$)/i.exec(wanted) ?? [];
  if (language === "") return "en-GB";
  if (language.toLowerCase() === "en") return `en-${(region ?? "US").toUpperCase()}`;
  return countsToTwelve(region ? `${language}-${region}` : language) ? "en-AU" : "en-GB";
}
