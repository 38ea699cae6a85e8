// What the page says after Try now. Only codes travel in the address, never texts.
const notices: Record<string, string> = {
  tried: "It was tried. Whatever is still listed below waits for the reason given there.",
  under_way: "Another try of it is under way. Load this page again in a moment.",
};

/** The notice that an address asks for; null for none, and for codes that are not ours. */
export function noticeOf(params: URLSearchParams): string | null {
  const code = params.get("notice") ?? "";
  return Object.hasOwn(notices, code) ? (notices[code] ?? null) : null;
}
