// Every page of a host's, and of what goes wrong, as everybody meets it: with other eyes, other hands, large letters, a
// small screen.
import { expect, test } from "@playwright/test";
import type { BuiltWorker } from "../built-worker.ts";
import { startFailingWorker } from "../screenshots/failing-worker.ts";
import { hostPages } from "../screenshots/host-pages.ts";
import { type SeededTown, seedTown } from "../screenshots/town.ts";
import { openWindow, visit } from "../screenshots/visiting.ts";
import { expectForEverybody } from "./page-checks.ts";

let worker: BuiltWorker;
let town: SeededTown;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  worker = await startFailingWorker();
  town = await seedTown(worker);
});

test.afterAll(() => worker?.stop());

for (const one of hostPages) {
  test(`D7 ${one.name}: no violation of WCAG 2.2 AA in either theme; reads downwards at 320 px and with text twice as large; targets can be hit`, async ({
    browser,
  }) => {
    const page = await openWindow(browser, worker, town, one.by, {
      viewport: { width: 1280, height: 900 },
      timezoneId: "Europe/Berlin",
    });
    await visit(page, town, one);
    await expectForEverybody(page);
    await page.context().close();
  });
}

test("D7 the menu of a phone, once open, is for everybody too", async ({ browser }) => {
  const page = await openWindow(browser, worker, town, "host", {
    viewport: { width: 390, height: 800 },
  });
  await page.goto("/bookings");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("link", { name: "Availability" })).toBeVisible();
  await expectForEverybody(page);
  await page.context().close();
});

test("R7.9 without JavaScript a host opens the menu of a phone, and turns the pages of the bookings there and back", async ({
  browser,
}) => {
  const page = await openWindow(browser, worker, town, "host", {
    ...{ viewport: { width: 390, height: 800 }, javaScriptEnabled: false },
  });
  await page.goto("/settings/page");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Bookings", exact: true }).click();
  const rows = page.getByRole("main").getByRole("listitem").filter({ hasText: "@" });
  await expect(rows).toHaveCount(25);
  const first = await rows.first().textContent();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows.first()).not.toHaveText(first ?? "");
  await expect(page.getByRole("link", { name: "Next page" })).toHaveCount(0);
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(rows).toHaveCount(25);
  await expect(rows.first()).toHaveText(first ?? "");
  await page.context().close();
});
