// A host leaves: takes the bookings along, deletes the account, and reads what was done.
import { readFile } from "node:fs/promises";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { becomeHost, bookFirstTime, newGuest, newPerson, type Person } from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R4.5 a host exports and deletes the account ${how}; the events go, page and links end`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await aHost(browser, "Ada Lovelace", javaScriptEnabled);
    const guest = await newGuest(browser, false);
    const guestPage = await bookOnce(guest, publicPage);
    await untilEvents(page, host, 1);

    await page.goto("/settings/account");
    await expect(page.getByText("You have 1 booking to come.")).toBeVisible();
    const calendar = await download(page, /calendar file/);
    expect(calendar.name).toMatch(/^slotkeeper-bookings-\d{4}-\d\d-\d\d\.ics$/);
    expect(calendar.text).toContain("SUMMARY:30 minute meeting: Grace Hopper and Ada Lovelace");
    const json = await download(page, /JSON/);
    expect(JSON.parse(json.text)).toMatchObject({
      version: 1,
      bookings: [{ status: "confirmed" }],
    });

    const handle = new URL(publicPage, page.url()).pathname.slice(1);
    await page.getByRole("radio", { name: "Cancel them" }).check();
    await page.getByLabel(/^Message to the guests/).fill("Slotkeeper and I part");
    await page.getByLabel(`Type ${handle} to confirm`).fill("somebody-else");
    await page.getByRole("button", { name: "Delete my account" }).click();
    const wrong = page.getByLabel(`Type ${handle} to confirm`);
    await expect(wrong).toHaveAccessibleDescription(
      `That is not your page’s name. Type ${handle}.`,
    );
    await expect(page.getByRole("radio", { name: "Cancel them" })).toBeChecked();
    await expect(page.getByLabel(/^Message to the guests/)).toHaveValue("Slotkeeper and I part");
    expect((await guest.goto(guestPage))?.status()).toBe(200);

    await wrong.fill(handle);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await expect(page).toHaveURL(/\/account-deleted$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      /Your account is (being )?deleted/,
    );
    await expect(page.getByText("One booking is cancelled.")).toBeVisible();
    await expect(page.getByText("You need do nothing more.")).toBeVisible();

    await untilEvents(page, host, 0);
    expect((await guest.goto(publicPage))?.status()).toBe(404);
    await page.goto("/dashboard");
    await expect(page).toHaveURL(/\/sign-in\?to=%2Fdashboard$/);
  });
}

test("R4.5 kept bookings stay in the calendar, and their guests read that the booking is gone", async ({
  browser,
}) => {
  const { page, host, publicPage } = await aHost(browser, "Emmy Noether", false);
  const guest = await newGuest(browser, false);
  const guestPage = await bookOnce(guest, publicPage);
  await untilEvents(page, host, 1);
  await page.goto("/settings/account");
  const handle = new URL(publicPage, page.url()).pathname.slice(1);
  await page.getByRole("radio", { name: "Keep them" }).check();
  await page.getByLabel(`Type ${handle} to confirm`).fill(handle);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account is deleted");
  for (const path of ["", "/move", "/edit", "/cancel"]) {
    expect((await guest.goto(guestPage + path))?.status()).toBe(410);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText(
      "This booking no longer exists",
    );
  }
  await untilEvents(page, host, 1);
  await page.goBack();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fsettings%2Faccount$/);
});

async function aHost(browser: Browser, name: string, javaScriptEnabled: boolean) {
  const context: BrowserContext = await browser.newContext({
    javaScriptEnabled,
    timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  const host = newPerson(name);
  const publicPage = await becomeHost(page, host);
  return { page, host, publicPage };
}

/** @returns the guest's page */
async function bookOnce(guest: Page, publicPage: string): Promise<string> {
  await guest.goto(publicPage);
  await guest.getByRole("link", { name: /30 minute meeting/ }).click();
  await bookFirstTime(guest);
  return guest.url();
}

async function download(page: Page, name: RegExp): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Waits until so many events stand in the host's calendar. */
async function untilEvents(page: Page, { email }: Person, count: number): Promise<void> {
  const query = new URLSearchParams({ account: email, calendar: "primary" });
  await expect(async () => {
    const answer = await page.request.get(`${sandboxOrigin()}/sandbox/events?${query}`);
    const { events } = (await answer.json()) as { events: { status: string }[] };
    expect(events.filter(({ status }) => status !== "cancelled")).toHaveLength(count);
  }).toPass({ timeout: 20_000 });
}
