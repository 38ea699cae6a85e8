// What a page says after one of its forms. Only codes travel in the address, never texts.

/** The text that an address asks for under this name; null for none, and for codes that are not among them. */
export function textOfCode(
  texts: Record<string, string>,
  params: URLSearchParams,
  name: string,
): string | null {
  const code = params.get(name) ?? "";
  return Object.hasOwn(texts, code) ? (texts[code] ?? null) : null;
}
