// Whose browser opens a page of the table, and what they do there.
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { BuiltWorker } from "../built-worker.ts";
import type { Photographed } from "./pages.ts";
import type { SeededTown } from "./town.ts";

/** A window of a guest's, or of one of the town's hosts, who is signed in there. */
export async function openWindow(
  browser: Browser,
  { origin }: BuiltWorker,
  { signedIn }: SeededTown,
  by: Photographed["by"],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin, ...options });
  if (by !== "guest") {
    const pairs = signedIn[by].visitor.cookieFor(origin).split("; ");
    const cookies = pairs.map((pair) => /^([^=]+)=(.*)$/.exec(pair) ?? []);
    await context.addCookies(
      cookies.map(([, name = "", value = ""]) => ({ name, value, url: origin })),
    );
  }
  return context.newPage();
}

/** Goes to a page and does there what comes before its photograph. */
export async function visit(
  page: Page,
  town: SeededTown,
  { path, headers = {}, prepare }: Photographed,
): Promise<void> {
  await page.setExtraHTTPHeaders(headers);
  await page.goto(path(town));
  await prepare?.(page);
}
