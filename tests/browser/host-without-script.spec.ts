// What a host does without JavaScript beside the flows that other specs walk with and without: signing in, connecting and
// disconnecting (calendar-settings), event types, availability, bookings, moving, editing and cancelling (changing), what is
// behind (sync-states), leaving (account).
import { type Browser, expect, type Page, test } from "@playwright/test";
import { newGuest, newPerson, signIn } from "./host-steps.ts";

let handles = 0;

/** An address that no other host has. */
function newHandle(): string {
  handles += 1;
  return `quiet-${Date.now().toString(36)}-${handles}`;
}

async function aHost(browser: Browser): Promise<Page> {
  const page = await newGuest(browser, false);
  await signIn(page, newPerson("Ada Lovelace"));
  return page;
}

test("R7.9 a host does everything without JavaScript: address and time zone, what is wrong beside its field", async ({
  browser,
}) => {
  const page = await aHost(browser);
  await page.goto("/settings");
  const address = page.getByLabel("Address of your page");
  await address.fill("Not a handle!");
  await page.getByLabel("Your time zone").selectOption("Asia/Kathmandu");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(address).toHaveAccessibleDescription(/Only letters a to z, digits/);
  await expect(address).toHaveValue("Not a handle!");
  await expect(page.getByLabel("Your time zone")).toHaveValue("Asia/Kathmandu");

  const handle = newHandle();
  await address.fill(handle);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(address).toHaveValue(handle);
  await expect(page.getByLabel("Your time zone")).toHaveValue("Asia/Kathmandu");
  expect((await page.goto(`/${handle}`))?.status()).toBe(200);
  await page.context().close();
});

test("R7.9 a host does everything without JavaScript: words and a colour for the page, which is switched off and on", async ({
  browser,
}) => {
  const page = await aHost(browser);
  const handle = newHandle();
  await page.goto("/settings");
  await page.getByLabel("Address of your page").fill(handle);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();

  await page.goto("/settings/page");
  await page.getByLabel(/^About you/).fill("I answer letters.");
  await page.getByRole("radio", { name: "teal" }).check();
  await page.getByRole("radio", { name: /^No: it is off/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. Your page is off")).toBeVisible();
  const guest = await newGuest(browser, false);
  expect((await guest.goto(`/${handle}`))?.status()).toBe(404);

  await page.getByRole("radio", { name: /^Yes: it is on/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. Your page is on.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "teal" })).toBeChecked();
  expect((await guest.goto(`/${handle}`))?.status()).toBe(200);
  await expect(guest.getByText("I answer letters.")).toBeVisible();
  await expect(guest.locator('[data-accent="teal"]').first()).toBeVisible();
  await page.context().close();
  await guest.context().close();
});

test("R1.1 a host does everything without JavaScript: signs out, and is asked to sign in again", async ({
  browser,
}) => {
  const page = await aHost(browser);
  await page.goto("/bookings");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto("/bookings");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("button", { name: "Sign in with Google" })).toBeVisible();
  await page.context().close();
});
