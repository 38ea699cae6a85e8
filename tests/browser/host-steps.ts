// What a host does in a browser, step by step, as every journey begins.
import { type Browser, expect, type Page } from "@playwright/test";
import { stampFrom } from "../read-form.ts";

export interface Person {
  name: string;
  email: string;
}

let people = 0;

/** Somebody whom neither the app nor Google has met: journeys don't share hosts. */
export function newPerson(name: string): Person {
  people += 1;
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${Date.now()}.${people}@example.com`;
  return { name, email };
}

/** From the front page through Google's account chooser to the welcome page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome, ${person.name}`);
}

/** Google's account chooser: a new person says who they are, a known one is picked. */
export async function chooseAccount(page: Page, person: Person): Promise<void> {
  const known = page.getByRole("button", { name: person.email });
  if (await known.isVisible()) return known.click();
  await page.getByText("Use another account").click();
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Next" }).click();
}

/** From the calendar settings through Google's consent page and back, with every box ticked. */
export async function connectCalendar(page: Page, person: Person): Promise<void> {
  await page.goto("/settings/calendar");
  await page.getByRole("button", { name: "Connect Google Calendar" }).click();
  await chooseAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Google Calendar is connected.")).toBeVisible();
}

/** A host whose page works and whose calendar is connected. @returns the path of the public page */
export async function becomeHost(page: Page, person: Person): Promise<string> {
  await signIn(page, person);
  await page.getByRole("button", { name: "Save and go on" }).click();
  // Leaving before the answer would take the form back.
  await page.waitForURL(/\/welcome\/hours/);
  await connectCalendar(page, person);
  await page.goto("/settings");
  const address = await page.getByRole("link", { name: /^http/ }).getAttribute("href");
  if (!address) throw new Error("the settings name no public page");
  return address;
}

/** Another browser profile: no cookies, and no JavaScript unless asked for. */
export async function newGuest(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, timezoneId: "Europe/Berlin" });
  return context.newPage();
}

/** On a page that offers times. */
export async function chooseZone(guest: Page, zone: string): Promise<void> {
  await guest.getByText(/All times are in/).click();
  await guest.getByLabel("Time zone").selectOption(zone);
  await guest.getByRole("button", { name: "Show times" }).click();
}

/** Presses the button of a details form as if it had been open for a minute: a form is taken from a second on. */
export async function pressBook(guest: Page): Promise<void> {
  await stampAs(guest, 60_000);
  await guest.getByRole("button", { name: "Book this time" }).click();
}

/** Makes a details form one that was opened this moment, however slowly it was filled in. */
export const openJustNow = (guest: Page): Promise<void> => stampAs(guest, 0);

async function stampAs(guest: Page, agoMs: number): Promise<void> {
  const key = await guest.locator('input[name="key"]').inputValue();
  const stamp = await stampFrom(agoMs, key);
  await guest.locator('input[name="stamp"]').evaluate((input, value) => {
    (input as HTMLInputElement).value = value;
  }, stamp);
}

/** On a page that offers times: the first of them, in Grace Hopper's name unless another is given. */
export async function bookFirstTime(guest: Page, as: Partial<Person> = {}): Promise<void> {
  const { name = "Grace Hopper", email = "grace@example.org" } = as;
  const times = guest.getByRole("link", { name: / to \d\d:\d\d/ });
  await times.first().click();
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Your e-mail address").fill(email);
  await pressBook(guest);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
}
