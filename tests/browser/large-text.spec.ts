// Whoever needs large letters on a small screen reads downwards, never sideways (WCAG 2.2, 1.4.4 and 1.4.10).
import { expect, type Page, test } from "@playwright/test";
import { becomeHost, newGuest, newPerson, pressBook } from "./host-steps.ts";

test("R7.9 with text twice as large no page of the host's is wider than a phone", async ({
  browser,
}) => {
  const page = await newGuest(browser, true);
  await page.setViewportSize({ width: 390, height: 800 });
  const publicPage = await becomeHost(page, newPerson("Ada Lovelace"));
  await book(page, publicPage);
  for (const path of ["/dashboard", "/sync", "/settings", "/settings/calendar"]) {
    await page.goto(path);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await tooWide(page), path).toEqual([]);
  }
  await page.context().close();
});

async function book(page: Page, publicPage: string): Promise<void> {
  await page.goto(`${publicPage}/30-minute-meeting`);
  const slots = page.getByRole("link", { name: / to \d\d:\d\d/ });
  await slots.first().click();
  await page.getByLabel("Your name").fill("Bartholomew Featherstonehaugh-Cholmondeley");
  await page.getByLabel("Your e-mail address").fill("bartholomew.featherstonehaugh@example.org");
  await pressBook(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
}

/** What sticks out on the right, by its first words. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map(({ tagName, textContent }) => `${tagName} ${textContent?.slice(0, 30)}`);
  });
}
