// `npm run screenshots [-- --only host-page,details] [-- --widths 390]`: every page as people see it, into screenshots/.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../browser/find-chromium.ts";
import { type BuiltWorker, startBuiltWorker } from "../built-worker.ts";
import { type Photographed, pages } from "./pages.ts";
import { type SeededTown, seedTown } from "./town.ts";

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
    for (const theme of themes) {
      for (const by of ["guest", "host"] as const) {
        const context = await browser.newContext({
          ...{ baseURL: worker.origin, viewport: { width, height: 900 }, colorScheme: theme },
          ...{ locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce" as const },
        });
        const cookie = town.signedIn.visitor.cookieFor(worker.origin);
        if (by === "host") await context.setExtraHTTPHeaders({ cookie });
        const page = await context.newPage();
        for (const one of chosen.filter((entry) => entry.by === by)) {
          await photograph(page, one, town, `${one.name}-${width}-${theme}.png`);
        }
        await context.close();
      }
    }
  }
}

async function photograph(
  page: import("@playwright/test").Page,
  { path: pathOf, prepare }: Photographed,
  town: SeededTown,
  file: string,
) {
  await page.goto(pathOf(town));
  await prepare?.(page);
  await page.screenshot({ path: path.join(folder, file), fullPage: true });
  process.stdout.write(`${folder}/${file}\n`);
}

const executablePath = findChromium();
if (!executablePath) throw new Error("No Chromium was found: install it, or set CHROMIUM.");
mkdirSync(folder, { recursive: true });
const worker = await startBuiltWorker();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await photographAll(browser, worker, await seedTown(worker));
} finally {
  await browser.close();
  await worker.stop();
}
