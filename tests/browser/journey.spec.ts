import { expect, type Page, test } from "@playwright/test";
import { becomeHost, newGuest, newPerson, pressBook } from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R1.1 R1.2 R1.4 R3.1 R3.3 R3.5 R7.5 a host connects, a guest books ${how}, the event appears; cancelled, it goes`, async ({
    page,
    browser,
  }) => {
    const host = newPerson("Ada Lovelace");
    const publicPage = await becomeHost(page, host);
    const guest = await newGuest(browser, javaScriptEnabled);

    await guest.goto(publicPage);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText(host.name);
    await guest.getByRole("link", { name: /30 minute meeting/ }).click();
    const time = await pickFirstSlot(guest);
    await fillDetails(guest, "Grace Hopper", "grace@example.org", "About compilers <b>& such</b>");

    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
    await expect(guest.getByText(time).first()).toBeVisible();
    const confirmation = guest.url();
    // The page brings Google's news by itself.
    const link = guest.getByRole("link", { name: /meet\.google\.com/ });
    if (javaScriptEnabled) await expect(link).toBeVisible({ timeout: 30_000 });

    const calendar = await openCalendar(page, host.email);
    const title = "30 minute meeting: Grace Hopper and Ada Lovelace";
    await expect(calendar.getByRole("heading", { name: title })).toBeVisible();
    await expect(calendar.getByText(/meet\.google\.com/).first()).toBeVisible();
    await expect(calendar.getByText(/About compilers/).first()).toBeVisible();

    await page.goto("/dashboard");
    await expect(page.getByText("On your calendar")).toBeVisible();
    await expect(
      page.getByRole("listitem").getByText("Grace Hopper", { exact: true }),
    ).toBeVisible();

    await guest.goto(confirmation);
    await expect(
      guest.getByText("Google has sent an invitation to grace@example.org."),
    ).toBeVisible();
    await expect(guest.getByRole("link", { name: /meet\.google\.com/ })).toBeVisible();
    await guest.getByRole("link", { name: "Cancel this booking" }).click();
    await guest.getByLabel(/Message to/).fill("Something came up");
    await guest.getByRole("button", { name: "Cancel this booking" }).click();
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This booking is cancelled");

    await expect(async () => {
      await openCalendar(page, host.email);
      await expect(page.getByRole("heading", { name: title })).toHaveCount(0);
    }).toPass();
    await page.goto("/dashboard");
    // The time may have been one of today.
    await expect(page.getByText(/^Nothing (is booked\.|stands today)/)).toBeVisible();
    await page.getByRole("link", { name: "Cancelled", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");
    await expect(page.getByText("Cancelled by Grace Hopper: Something came up")).toBeVisible();
    await expect(page.getByText("Not in your calendar")).toBeVisible();
  });
}

test("the guest's path carries one small script of our own, and its policy lets no other run", async ({
  page,
  browser,
}) => {
  const publicPage = await becomeHost(page, newPerson("Joan Clarke"));
  const guest = await newGuest(browser, true);
  const scripts = new Set<string>();
  guest.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(new URL(request.url()).pathname);
  });
  await guest.goto(publicPage);
  await expect(guest.locator("script")).toHaveCount(0);
  await guest.getByRole("link", { name: /30 minute meeting/ }).click();
  await expectOneScript(guest);
  await pickFirstSlot(guest);
  await expectOneScript(guest);
  await fillDetails(guest, "Mary Somerville", "mary@example.org", "");
  await expectOneScript(guest);
  expect([...scripts]).toEqual([expect.stringMatching(/^\/assets\/guest-script-[\w-]+\.js$/)]);
});

async function expectOneScript(page: Page): Promise<void> {
  await expect(page.locator("script")).toHaveCount(1);
  const answer = await page.request.get(page.url());
  expect(answer.headers()["content-security-policy"]).toContain("script-src 'self';");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.documentElement.dataset.ran = 'yes'";
    document.body.appendChild(script);
    script.remove();
  });
  await expect(page.locator("html")).not.toHaveAttribute("data-ran");
}

/** @returns the slot's full name, with the day */
async function pickFirstSlot(guest: Page): Promise<string> {
  const slot = guest.getByRole("link", { name: / to \d\d:\d\d/ }).first();
  const name = (await slot.getAttribute("aria-label")) ?? "";
  await slot.click();
  await expect(guest.getByText(name)).toBeVisible();
  return /\d\d:\d\d/.exec(name)?.[0] ?? name;
}

async function fillDetails(guest: Page, name: string, email: string, notes: string): Promise<void> {
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Your e-mail address").fill(email);
  await guest.getByLabel(/should know/).fill(notes);
  await pressBook(guest);
}

async function openCalendar(page: Page, email: string): Promise<Page> {
  await page.goto(`${sandboxOrigin()}/calendar?account=${encodeURIComponent(email)}`);
  return page;
}
