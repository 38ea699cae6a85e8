// Hands that have no mouse.
import { expect, type Locator, type Page } from "@playwright/test";

/** Presses of Tab after which one gives up. */
const PATIENCE = 120;

/** Tabs on until what has this name is focused, and visibly so. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page
    .getByRole("link", { name, exact: true })
    .or(page.getByRole("button", { name, exact: true }))
    .or(page.getByLabel(name, { exact: true }));
  await tabToThis(page, wanted.first(), name);
}

/** The same to what a locator finds. @param name what it is called when it is never reached */
export async function tabToThis(page: Page, wanted: Locator, name: string): Promise<void> {
  for (let count = 0; count < PATIENCE; count += 1) {
    await page.keyboard.press("Tab");
    if (!(await wanted.evaluate((element) => element === document.activeElement))) continue;
    const outline = await wanted.evaluate((element) => getComputedStyle(element).outlineWidth);
    expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(2);
    return;
  }
  throw new Error(`the keyboard never came to ${name}`);
}

/** Tabs to it and presses Enter. */
export async function pressOn(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
}

/** Tabs to a field and types over what it holds. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}
