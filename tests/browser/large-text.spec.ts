// Whoever needs large letters on a small screen reads downwards, never sideways (WCAG 2.2, 1.4.4 and 1.4.10).
import { expect, test } from "@playwright/test";
import { becomeHost, bookFirstTime, newGuest, newPerson } from "./host-steps.ts";
import { tooWide } from "./page-checks.ts";

test("R7.9 with text twice as large no page of the host's is wider than a phone", async ({
  browser,
}) => {
  const page = await newGuest(browser, true);
  await page.setViewportSize({ width: 390, height: 800 });
  const publicPage = await becomeHost(page, newPerson("Ada Lovelace"));
  await page.goto(`${publicPage}/30-minute-meeting`);
  await bookFirstTime(page, {
    name: "Bartholomew Featherstonehaugh-Cholmondeley",
    email: "bartholomew.featherstonehaugh@example.org",
  });
  for (const path of ["/dashboard", "/sync", "/settings", "/settings/calendar"]) {
    await page.goto(path);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await tooWide(page), path).toEqual([]);
  }
  await page.context().close();
});
