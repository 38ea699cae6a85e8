import { chromium } from "@playwright/test";
import { findChromium } from "../browser/find-chromium.ts";

/** A cheap phone is about so many times slower than a desk. */
const SLOW_DOWN = 4;
const VISITS = 7;

/**
 * How long after its answer has come a page shows something, on a processor slowed down: the median of some first visits.
 * @returns ms; null where there is no Chromium
 */
export async function firstPaintMs(url: string): Promise<number | null> {
  const executablePath = findChromium();
  if (!executablePath) return null;
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const times: number[] = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
      await page.goto(url);
      times.push(await page.evaluate(paintAfterAnswer));
      await context.close();
    }
    return times.sort((a, b) => a - b)[Math.floor(VISITS / 2)] ?? null;
  } finally {
    await browser.close();
  }
}

/** Runs in the page; a paint may come a little after the page is loaded. */
async function paintAfterAnswer(): Promise<number> {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const paint = await new Promise<number>((resolve) => {
    new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName("first-contentful-paint");
      if (first) resolve(first.startTime);
    }).observe({ type: "paint", buffered: true });
  });
  return paint - (navigation?.responseStart ?? 0);
}
