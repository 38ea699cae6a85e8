const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first letter of the first and of the last word of a name, as capitals: "AL"; of one word, one. */
export function initialsOf(name: string): string {
  // Titles in brackets, emoji and the like are no names.
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word = "") => firstLetter(word)).join("");
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) return segment.toLocaleUpperCase("en");
  return "";
}
