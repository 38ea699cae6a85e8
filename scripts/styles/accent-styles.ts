// The accents as a stylesheet holds them. `node scripts/styles/accent-styles.ts > app/ui/accents.css` writes them anew; a
// test compares.
import { ACCENTS, accentShades } from "../../app/domain/accent.ts";

/** A rule for each accent but the one that is the stylesheet's own. */
export function accentStyles(): string {
  const rules = Object.entries(ACCENTS).map(([name, color]) => {
    const light = accentShades(color, "light");
    const dark = accentShades(color, "dark");
    const value = (shade: keyof typeof light) => `light-dark(${light[shade]}, ${dark[shade]})`;
    return [
      `[data-accent="${name}"] {`,
      `  --color-accent: ${value("accent")};`,
      `  --color-on-accent: ${value("onAccent")};`,
      `  --color-accent-soft: ${value("soft")};`,
      "}",
    ].join("\n");
  });
  return `/* Made by scripts/styles/accent-styles.ts: change it there. */\n${rules.join("\n")}\n`;
}

if (import.meta.main) process.stdout.write(accentStyles());
