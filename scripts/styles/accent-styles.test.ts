import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  ACCENTS,
  type AccentName,
  accentShades,
  contrast,
  TEXT_CONTRAST,
} from "../../app/domain/accent.ts";
import { accentStyles } from "./accent-styles.ts";

const written = readFileSync("app/ui/accents.css", "utf8");
const tokens = readFileSync("app/ui/styles.css", "utf8");

/** Of buttons' edges and of what marks a state, by WCAG 2.2, 1.4.11. */
const EDGE_CONTRAST = 3;
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

/** A colour of the stylesheet in a theme. */
function token(name: string, theme: Theme): string {
  const [, light, dark] =
    new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
  const color = theme === "light" ? light : dark;
  if (!color) throw new Error(`the stylesheet has no ${name}`);
  return color;
}

const pairs = themes.flatMap((theme) =>
  (Object.keys(ACCENTS) as AccentName[]).map((name) => [name, theme] as const),
);

test.each(pairs)("D7 the accent %s can be read wherever it is used, %s", (name, theme) => {
  const { accent, onAccent, soft } = accentShades(ACCENTS[name], theme);
  for (const surface of [token("page", theme), token("card", theme), soft]) {
    expect(contrast(accent, surface)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  }
  expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  expect(contrast(token("ink", theme), soft)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
});

test("D7 any colour at all becomes one that can be read, the extremes and pale ones too", () => {
  for (const color of [
    "#ffffff",
    "#000000",
    "#ffff00",
    "#00ffff",
    "#fdfdf0",
    "#010101",
    "#808080",
  ]) {
    for (const theme of themes) {
      const { accent, onAccent, soft } = accentShades(color, theme);
      for (const surface of [token("page", theme), token("card", theme), soft]) {
        expect([color, contrast(accent, surface)]).toEqual([color, expect.any(Number)]);
        expect(contrast(accent, surface)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      }
      expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }
  }
});

test.each(themes)("D7 every colour of words and edges keeps its contrast, %s", (theme) => {
  const surfaces = [token("page", theme), token("card", theme)];
  for (const surface of surfaces) {
    for (const words of ["ink", "quiet", "accent", "good", "warn", "bad"]) {
      expect([words, contrast(token(words, theme), surface) >= TEXT_CONTRAST]).toEqual([
        words,
        true,
      ]);
    }
    expect(contrast(token("field", theme), surface)).toBeGreaterThanOrEqual(EDGE_CONTRAST);
  }
  for (const tone of ["good", "warn", "bad"]) {
    const words = contrast(token(tone, theme), token(`${tone}-soft`, theme));
    expect([tone, words >= TEXT_CONTRAST]).toEqual([tone, true]);
  }
  expect(contrast(token("bad-solid", theme), token("on-bad", theme))).toBeGreaterThanOrEqual(
    TEXT_CONTRAST,
  );
});

test("the stylesheet holds the accents as they are worked out, and the first one as its own", () => {
  expect(written).toBe(accentStyles());
  for (const theme of themes) {
    const own = accentShades(ACCENTS.blue, theme);
    expect(token("accent", theme)).toBe(own.accent);
    expect(token("on-accent", theme)).toBe(own.onAccent);
    expect(token("accent-soft", theme)).toBe(own.soft);
  }
});
