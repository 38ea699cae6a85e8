// A host's way from signing in to a cancelled booking with Tab, arrows, Enter and letters alone. Only Google's own pages, and
// what the guest does, are left to others.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { chooseAccount, newGuest, newPerson, type Person, pressBook } from "./host-steps.ts";
import { pressOn, tabTo, tabToThis, typeInto } from "./keyboard.ts";

test("D7 with the keyboard alone a host signs in, sets up the page, finds a booking, moves it and cancels it", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await newGuest(browser, true);
  const handle = `keys-${Date.now().toString(36)}`;
  await signIn(page);
  await goTo(page, "Settings");
  await typeInto(page, "Address of your page", handle);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();

  await makeEventType(page);
  await changeSchedule(page);
  await book(browser, `/${handle}/tea`);
  await findBooking(page);
  await moveAndCancel(page);
  await page.context().close();
});

test("D7 with the keyboard alone a host takes the first steps, connects a calendar, disconnects it, and deletes the account", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await newGuest(browser, true);
  const person = newPerson("Ada Lovelace");
  await signIn(page, person);
  await takeFirstSteps(page, person);
  await disconnect(page);
  await deleteAccount(page);
  await page.context().close();
});

async function takeFirstSteps(page: Page, person: Person): Promise<void> {
  const handle = `steps-${Date.now().toString(36)}`;
  const heading = page.getByRole("heading", { level: 1 });
  await typeInto(page, "Address of your page", handle);
  await page.keyboard.press("Enter");
  await expect(heading).toHaveText("Your hours");
  await tabTo(page, "Saturday");
  await page.keyboard.press("Space");
  await pressOn(page, "Save and go on");
  await expect(heading).toHaveText("Your calendar");
  await pressOn(page, "Connect Google Calendar");
  await chooseAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(heading).toHaveText("Share your page");
  await pressOn(page, "Done");
  await expect(heading).toHaveText("Dashboard");
}

async function disconnect(page: Page): Promise<void> {
  await goTo(page, "Settings");
  await pressOn(page, "Google Calendar settings");
  await expect(page.locator("#state")).toHaveText("Connected");
  await pressOn(page, "Disconnect…");
  await pressOn(page, "Disconnect");
  await expect(page.locator("#state")).toHaveText("Disconnected");
}

async function deleteAccount(page: Page): Promise<void> {
  await goTo(page, "Settings");
  const handle = await page.getByLabel("Address of your page").inputValue();
  await pressOn(page, "Download or delete");
  await tabTo(page, "Cancel them");
  await page.keyboard.press("Space");
  await typeInto(page, `Type ${handle} to confirm`, handle);
  await pressOn(page, "Delete my account");
  await expect(page).toHaveURL(/\/account-deleted$/);
}

async function signIn(page: Page, person = newPerson("Ada Lovelace")): Promise<void> {
  await page.goto("/");
  await pressOn(page, "Sign in with Google");
  await chooseAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/welcome$/);
}

/** From the navigation on top to the page of that name. */
async function goTo(page: Page, name: string): Promise<void> {
  const link = page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name, exact: true });
  await tabToThis(page, link, name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

async function makeEventType(page: Page): Promise<void> {
  await goTo(page, "Event types");
  await pressOn(page, "New event type");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("New event type");
  await typeInto(page, "Title", "Tea");
  await typeInto(page, "Address", "tea");
  const meet = page.getByRole("radio", { name: "Google Meet" });
  await tabToThis(page, meet, "Google Meet");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "By phone: I call the guest" })).toBeChecked();
  await pressOn(page, "Save");
  await expect(page.getByText("The event type is made.")).toBeVisible();
}

async function changeSchedule(page: Page): Promise<void> {
  await goTo(page, "Availability");
  await pressOn(page, "Edit Working hours");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Working hours");
  await typeInto(page, "Name", "Office hours");
  await pressOn(page, "Save");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Office hours");
}

async function book(browser: Browser, eventTypePage: string): Promise<void> {
  const guest = await newGuest(browser, false);
  await guest.goto(eventTypePage);
  await guest
    .getByRole("link", { name: / to \d/ })
    .first()
    .click();
  await guest.getByLabel("Your name").fill("Grace Hopper");
  await guest.getByLabel("Your e-mail address").fill("grace@example.org");
  await guest.getByLabel("Your phone number").fill("+1 202 555 0100");
  await pressBook(guest);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  await guest.context().close();
}

async function findBooking(page: Page): Promise<void> {
  await goTo(page, "Bookings");
  await typeInto(page, "Name, e-mail address or title", "hopper");
  await pressOn(page, "Search");
  await expect(page).toHaveURL(/q=hopper/);
  const found = page.getByRole("main").getByRole("listitem").filter({ hasText: "Grace Hopper" });
  await tabToThis(page, found.getByRole("link"), "the booking");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tea with Grace Hopper");
}

async function moveAndCancel(page: Page): Promise<void> {
  await pressOn(page, "Move");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a new time");
  // What is left of today becomes less with every hour.
  await pressOn(page, "Next month");
  await expect(page).toHaveURL(/month=/);
  const slot = page.getByRole("link", { name: / to \d/ }).nth(3);
  await tabToThis(page, slot, "the fourth time");
  await page.keyboard.press("Enter");
  await pressOn(page, "Move to this time");
  await expect(page).toHaveURL(/notice=moved/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tea with Grace Hopper");

  await pressOn(page, "Cancel");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancel this booking?");
  await tabTo(page, "Message to Grace Hopper (optional)");
  await page.keyboard.type("I am ill, sorry");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/notice=cancelled/);
  await expect(page.getByText("Cancelled by you: I am ill, sorry")).toBeVisible();
}
