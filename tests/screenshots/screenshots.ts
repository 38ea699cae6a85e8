// `npm run screenshots [-- --only host-page,details] [-- --widths 390]`: every page as people see it, into screenshots/.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../browser/find-chromium.ts";
import type { BuiltWorker } from "../built-worker.ts";
import { startFailingWorker } from "./failing-worker.ts";
import { pages } from "./pages.ts";
import { type SeededTown, seedTown } from "./town.ts";
import { openWindow, visit } from "./visiting.ts";

const folder = "screenshots";
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    widths: { type: "string", default: "390,768,1280" },
    themes: { type: "string", default: "light,dark" },
  },
});
const widths = values.widths.split(",").map(Number);
const themes = values.themes.split(",") as ("light" | "dark")[];
const wanted = values.only?.split(",");

async function photographAll(browser: Browser, worker: BuiltWorker, town: SeededTown) {
  const chosen = pages.filter(({ name }) => !wanted || wanted.includes(name));
  for (const width of widths) {
    for (const colorScheme of themes) {
      for (const one of chosen) {
        const page = await openWindow(browser, worker, town, one.by, {
          ...{ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" },
          ...{ locale: "en-GB", timezoneId: "Europe/Berlin" },
        });
        await visit(page, town, one);
        const file = path.join(folder, `${one.name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        await page.context().close();
        process.stdout.write(`${file}\n`);
      }
    }
  }
}

const executablePath = findChromium();
if (!executablePath) throw new Error("No Chromium was found: install it, or set CHROMIUM.");
mkdirSync(folder, { recursive: true });
const worker = await startFailingWorker();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await photographAll(browser, worker, await seedTown(worker));
} finally {
  await browser.close();
  await worker.stop();
}
