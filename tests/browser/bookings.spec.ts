// A host finds bookings again: in lists, by search, by filters, and in numbers.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { becomeHost, newGuest, newPerson, pressBook } from "./host-steps.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.9 a host searches and filters bookings, and sees them in numbers, ${how}`, async ({
    browser,
  }) => {
    const page = await newGuest(browser, javaScriptEnabled);
    const publicPage = await becomeHost(page, newPerson("Ada Lovelace"));
    const main = page.getByRole("navigation", { name: "Main" });
    await main.getByRole("link", { name: "Bookings" }).click();
    await expect(page.getByText("Nothing is booked. Share the address of your page")).toBeVisible();
    await book(browser, publicPage, "Émile Zola");
    await book(browser, publicPage, "Grace Hopper");

    await page.reload();
    const rows = page.getByRole("main").getByRole("listitem").filter({ hasText: "@" });
    await expect(rows).toHaveCount(2);
    await expect(page.getByRole("status")).toHaveText("2 bookings, the soonest first");
    await expect(rows.first()).toContainText(/\d\d:\d\d\s–\s\d\d:\d\d/);
    await expect(page.getByRole("main")).toContainText(/UTC|Europe\/Berlin \(GMT\+[12]\)/);

    const search = page.getByLabel("Name, e-mail address or title");
    await search.fill("émile");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("Émile Zola");
    await expect(search).toHaveValue("émile");

    const lists = page.getByRole("navigation", { name: "Which bookings" });
    await lists.getByRole("link", { name: "Past" }).click();
    await expect(page.getByText("No past booking is like that.")).toBeVisible();
    await expect(lists.getByRole("link", { name: "Past" })).toHaveAttribute("aria-current", "page");
    await expect(search).toHaveValue("émile");
    await page.getByRole("link", { name: "Clear search and filters" }).click();
    await expect(page.getByText("Nothing is over yet.")).toBeVisible();
    await expect(search).toHaveValue("");

    await lists.getByRole("link", { name: "Upcoming" }).click();
    await expect(rows).toHaveCount(2);
    await page.getByText("Filters", { exact: true }).click();
    await page.getByLabel("Event type").selectOption("30 minute meeting");
    await page.getByLabel("Calendar").selectOption("Needs attention");
    await page.getByRole("button", { name: "Show these" }).click();
    await expect(page.getByText("No upcoming booking needs you.")).toBeVisible();
    await expect(page.getByLabel("Calendar")).toHaveValue("attention");
    await page.goBack();
    await expect(rows).toHaveCount(2);

    await page.getByRole("link", { name: "Bookings in numbers" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings in numbers");
    await page.goto("/bookings?q=Hopper");
    await rows.getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "30 minute meeting with Grace Hopper",
    );
    await page.context().close();
  });
}

test("R7.9 the list and the numbers are no wider than a phone with text twice as large", async ({
  browser,
}) => {
  const page = await newGuest(browser, true);
  await page.setViewportSize({ width: 320, height: 700 });
  const publicPage = await becomeHost(page, newPerson("Ada Lovelace"));
  await book(browser, publicPage, "Bartholomew Featherstonehaugh-Cholmondeley");
  for (const path of [
    "/bookings?sync=underway",
    "/bookings",
    "/bookings/numbers",
    "/event-types",
  ]) {
    await page.goto(path);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect([path, await width()]).toEqual([path, 320]);
    await page.setViewportSize({ width: 390, height: 700 });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    expect([path, await width()]).toEqual([path, 390]);
    await page.setViewportSize({ width: 320, height: 700 });
  }
  await page.context().close();
});

async function book(browser: Browser, publicPage: string, name: string): Promise<void> {
  const guest: Page = await newGuest(browser, false);
  await guest.goto(`${publicPage}/30-minute-meeting`);
  const slots = guest.getByRole("link", { name: / to \d\d:\d\d/ });
  await slots.first().click();
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Your e-mail address").fill("guest.with.a.long.address@example.org");
  await pressBook(guest);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  await guest.context().close();
}
