// The frame around all of the host's pages: its menu, what is read out, and what is typed and not yet saved.
import { expect, type Page, test } from "@playwright/test";
import { newPerson, signIn } from "./host-steps.ts";

const ON_A_PHONE = { width: 390, height: 800 };

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`D7 on a phone the menu opens, leads on and is closed again, ${how}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: ON_A_PHONE });
    const page = await context.newPage();
    await signIn(page, newPerson("Ada Menu"));
    await page.goto("/dashboard");
    const menu = page.getByRole("navigation", { name: "Main" });
    await expect(menu).toBeHidden();
    await page.getByRole("button", { name: "Menu" }).press("Enter");
    await expect(menu.getByRole("link")).toHaveCount(6);
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await page.getByRole("button", { name: "Menu" }).click();
    await menu.getByRole("link", { name: "Event types" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Event types");
    await expect(menu).toBeHidden();
    await page.getByRole("button", { name: "Menu" }).click();
    await menu.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("button", { name: "Sign in with Google" })).toBeVisible();
    await context.close();
  });
}

test("D7 what is typed is not left behind without a question", async ({ page }) => {
  await signIn(page, newPerson("Grace Guard"));
  await page.goto("/settings/page");
  const bio = page.getByRole("textbox");
  await page.getByRole("link", { name: "Bookings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");
  await page.goBack();

  await bio.fill("I review ships.");
  await page.getByRole("link", { name: "Bookings" }).click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await expect(question.getByRole("button", { name: "Stay on this page" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(bio).toHaveValue("I review ships.");
  await page.getByRole("link", { name: "Bookings" }).press("Enter");
  await question.getByRole("button", { name: "Stay on this page" }).press("Enter");
  await expect(page.getByRole("link", { name: "Bookings" })).toBeFocused();

  await page.getByRole("link", { name: "Bookings" }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");

  await page.goto("/settings/page");
  await bio.fill("I review ships.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved. Your page is on.");
  await page.getByRole("link", { name: "Bookings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");
});

test("D7 what was refused is unsaved still, and leaving for another document asks as well", async ({
  page,
}) => {
  await signIn(page, newPerson("Grace Refused"));
  await page.goto("/settings");
  await page.getByLabel("Address of your page").fill("x");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Address of your page")).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("link", { name: "Bookings" }).click();
  await page.getByRole("button", { name: "Stay on this page" }).click();

  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
});

test("D7 the focus goes to what is new: a heading, a refused field, a message", async ({
  page,
}) => {
  await signIn(page, newPerson("Grace Focus"));
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Settings" }).press("Enter");
  await expect(focused(page)).toHaveText("Settings");
  await expect(focused(page)).toHaveJSProperty("tagName", "H1");

  const address = page.getByLabel("Address of your page");
  const before = await address.inputValue();
  await address.fill("x");
  await address.press("Enter");
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toBeFocused();

  await address.fill(before);
  await address.press("Enter");
  await expect(focused(page)).toHaveText("Saved.");
});

test("D7 a message that says nothing yet does not take the focus from the heading of the next page", async ({
  page,
}) => {
  await signIn(page, newPerson("Grace Silent"));
  await page.goto("/welcome/calendar");
  await page.getByRole("button", { name: "Skip for now" }).press("Enter");
  await expect(focused(page)).toHaveText("Share your page");
});

function focused(page: Page) {
  return page.locator(":focus");
}
