/** What a field says in the database now, when somebody else has changed it under whoever is typing. */
export function storedHint(refusal: string | null, stored: string, typed: string) {
  if (refusal === null || stored === typed) return undefined;
  return stored === "" ? "Stored now: nothing." : `Stored now: ${stored}`;
}
