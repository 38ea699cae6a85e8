// The one colour that a host chooses, made to be read: whatever it is, words in it, on it and beside it keep their contrast.

/** The colours to choose from, each as it is meant, before a theme makes it darker or lighter. */
export const ACCENTS = {
  blue: "#1a56c4",
  indigo: "#4f46e5",
  purple: "#9333ea",
  pink: "#db2777",
  red: "#dc2626",
  orange: "#ea580c",
  yellow: "#eab308",
  green: "#16a34a",
  teal: "#0d9488",
  grey: "#475569",
} as const;

export type AccentName = keyof typeof ACCENTS;

export const ACCENT_NAMES = Object.keys(ACCENTS) as [AccentName, ...AccentName[]];
export type Theme = "light" | "dark";

/** Colours as "#rrggbb". */
export interface AccentShades {
  /** Of links and of what is chosen; fills the main button. */
  accent: string;
  /** Of words on that button. */
  onAccent: string;
  /** Lies behind what can be chosen; words on it are in `accent`. */
  soft: string;
}

/** Of words, by WCAG 2.2, 1.4.3. */
export const TEXT_CONTRAST = 4.5;

const SOFT = {
  light: { lightness: 0.955, chroma: 0.026 },
  dark: { lightness: 0.28, chroma: 0.05 },
};
const ON_DARK_ACCENT = { lightness: 0.2, chroma: 0.04 };
/** In the dark a colour starts no darker than this, so that it glows rather than just passes. */
const DARK_START = 0.76;
const STEP = 0.005;

/** The colour in a theme: its hue kept, its lightness moved as far as its contrast needs. */
export function accentShades(color: string, theme: Theme): AccentShades {
  const meant = toOklch(color);
  const soft = toHex({ ...meant, ...limited(SOFT[theme], meant) });
  const step = theme === "light" ? -STEP : STEP;
  const start = theme === "light" ? meant.lightness : Math.max(meant.lightness, DARK_START);
  const accent = untilReadable({ ...meant, lightness: start }, soft, step);
  const onAccent =
    theme === "light" ? "#ffffff" : toHex({ ...meant, ...limited(ON_DARK_ACCENT, meant) });
  return { accent, onAccent, soft };
}

/** How well two colours can be told apart, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

interface Oklch {
  lightness: number;
  chroma: number;
  /** In radians. */
  hue: number;
}

const limited = (to: { lightness: number; chroma: number }, { chroma }: Oklch) => ({
  lightness: to.lightness,
  chroma: Math.min(chroma, to.chroma),
});

function untilReadable(from: Oklch, on: string, step: number): string {
  for (let { lightness } = from; lightness >= 0 && lightness <= 1; lightness += step) {
    const shade = toHex({ ...from, lightness });
    if (contrast(shade, on) >= TEXT_CONTRAST) return shade;
  }
  return step < 0 ? "#000000" : "#ffffff";
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = toLinear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
}

// The matrices of Björn Ottosson's Oklab: https://bottosson.github.io/posts/oklab/

function toOklch(color: string): Oklch {
  const [r = 0, g = 0, b = 0] = toLinear(color);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: Math.atan2(bb, a),
  };
}

/** The nearest colour of that hue and lightness that screens can show. */
function toHex({ lightness, chroma, hue }: Oklch): string {
  for (let c = chroma; c > 0; c -= 0.002) {
    const shown = toLinearRgb(lightness, c * Math.cos(hue), c * Math.sin(hue));
    if (shown.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return hexOf(shown);
  }
  return hexOf(toLinearRgb(lightness, 0, 0));
}

function toLinearRgb(lightness: number, a: number, b: number): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function hexOf(linear: number[]): string {
  const channels = linear.map((channel) => {
    const bounded = Math.min(Math.max(channel, 0), 1);
    const shown = bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
    return Math.round(shown * 255)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
