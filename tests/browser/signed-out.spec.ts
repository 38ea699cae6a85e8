// A host whose session has ended: is told so, signs in again, and goes on where they were, with what they had typed.
import { expect, type Page, test } from "@playwright/test";
import { endSessionsOf } from "./ended-sessions.ts";
import { chooseAccount, newGuest, newPerson, type Person, signIn } from "./host-steps.ts";
import { expectForEverybody } from "./page-checks.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R1.1 a host who was signed out reads so, and comes back to the page they wanted, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Ada Back");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.goto("/bookings");
    endSessionsOf(host);
    await page.getByRole("link", { name: "Past" }).click();
    await expect(page.getByRole("alert")).toHaveText(
      "You were signed out. Sign in again to go on to your bookings.",
    );
    await expect(page).toHaveTitle("Sign in · Slotkeeper");
    await pressSignIn(page, host);
    await expect(page).toHaveURL(/\/bookings\?list=past$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bookings");
    await page.context().close();
  });

  test(`R1.1 nobody who was not signed in is told that they were signed out, and Deny keeps the page, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Ada Denies");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.context().clearCookies({ name: /slotkeeper/ });
    await page.goto("/availability?from=elsewhere");
    await expect(page.getByText("Sign in to go on to your availability.")).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(page.getByRole("status")).toHaveCount(0);

    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await chooseAccount(page, newPerson("Grace Denies"));
    await page.getByRole("button", { name: "Deny" }).click();
    await expect(page.getByRole("alert")).toContainText("You did not give Google your consent");
    await pressSignIn(page, host);
    await expect(page).toHaveURL(/\/availability\?from=elsewhere$/);
    await page.context().close();
  });

  test(`R7.5 what was typed when the session ended is sent again after signing in, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Ada Typed");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.goto("/settings/page");
    const about = page.getByLabel(/^About you/);
    await about.fill("I answer letters,\nall of them.");
    await page.getByRole("radio", { name: "teal" }).check();
    endSessionsOf(host);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You were signed out");
    await expect(page.getByRole("alert")).toContainText("What you sent is not saved yet");
    // Still signed out, it is still there.
    await page.getByRole("button", { name: "Send it again" }).click();
    await expect(page.getByRole("alert")).toContainText("What you sent is not saved yet");

    const opened = page.waitForEvent("popup");
    await page.getByRole("link", { name: "Sign in in a new tab" }).click();
    const tab = await opened;
    await pressSignIn(tab, host);
    await expect(tab).toHaveURL(/\/settings\/page$/);
    await tab.close();

    await page.getByRole("button", { name: "Send it again" }).click();
    await expect(page.getByText("Saved. Your page is on.")).toBeVisible();
    await expect(about).toHaveValue("I answer letters,\nall of them.");
    await expect(page.getByRole("radio", { name: "teal" })).toBeChecked();
    await page.context().close();
  });
}

test("D7 who leaves what they typed for a page that asks them to sign in is asked once", async ({
  page,
}) => {
  const host = newPerson("Ada Once");
  await signIn(page, host);
  await page.goto("/settings/page");
  await page.getByLabel(/^About you/).fill("I answer letters.");
  endSessionsOf(host);
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.getByRole("link", { name: "Bookings" }).click();
  await page.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("alert")).toContainText("You were signed out.");
  expect(asked).toEqual([]);
});

test("D7 the pages of who is signed out are for everybody", async ({ browser }) => {
  const host = newPerson("Ada Everybody");
  const page = async () => {
    const one = await newGuest(browser, true);
    await one.setViewportSize({ width: 1280, height: 720 });
    return one;
  };
  const stranger = await page();
  await stranger.goto("/sign-in?to=/event-types");
  await expectForEverybody(stranger);

  const reader = await page();
  await signIn(reader, host);
  endSessionsOf(host);
  await reader.goto("/event-types");
  await expect(reader.getByRole("alert")).toContainText("You were signed out.");
  await expectForEverybody(reader);

  const writer = await page();
  await writer.goto("/sign-in?to=/settings");
  await pressSignIn(writer, host);
  await expect(writer.getByRole("heading", { level: 1 })).toHaveText("Settings");
  endSessionsOf(host);
  await writer.getByRole("button", { name: "Save" }).click();
  await expect(writer.getByRole("alert")).toContainText("What you sent is not saved yet");
  await expectForEverybody(writer);
  for (const one of [stranger, reader, writer]) await one.context().close();
});

/** The sign-in page's button, and the account at Google, whom Google knows already. */
async function pressSignIn(page: Page, host: Person): Promise<void> {
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await chooseAccount(page, host);
}
