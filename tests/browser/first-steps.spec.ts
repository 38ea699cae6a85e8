// From an empty browser to an address that takes a booking: each step, how many clicks it takes, and leaving in between.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import {
  bookFirstTime,
  chooseAccount,
  newGuest,
  newPerson,
  type Person,
  signIn,
} from "./host-steps.ts";
import { appOrigin } from "./origins.ts";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Of Slotkeeper's own pages, from the front page to the shared address. */
const MOST_CLICKS = 5;

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.1 R1.1 from the front page to an address that takes a booking, ${how}`, async ({
    browser,
  }) => {
    const page = await newGuest(browser, javaScriptEnabled);
    const host = newPerson("Ada Lovelace");
    let clicks = 0;
    const click = async (button: Locator) => {
      clicks += 1;
      await button.click();
    };

    await page.goto("/");
    await click(page.getByRole("button", { name: "Sign in with Google" }));
    await passGoogle(page, host);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome, Ada Lovelace");
    await expectSteps(page, "Your page", []);
    await click(page.getByRole("button", { name: "Save and go on" }));

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your hours");
    await expectSteps(page, "Your hours", ["Your page"]);
    await expect(page.getByLabel("Monday")).toBeChecked();
    await expect(page.getByLabel("Saturday")).not.toBeChecked();
    await click(page.getByRole("button", { name: "Save and go on" }));

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your calendar");
    await expect(page.getByText("so that nobody can book you twice")).toBeVisible();
    await click(page.getByRole("button", { name: "Connect Google Calendar" }));
    await passGoogle(page, host);

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Share your page");
    await expect(page.getByText("Google Calendar is connected.")).toBeVisible();
    await expectSteps(page, "Share", ["Your page", "Your hours", "Your calendar"]);
    const shared = await takeAddress(page, javaScriptEnabled, click);
    console.info(`clicks to a shared address, ${how}, Google's pages aside: ${clicks}`);
    expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);

    await book(browser, shared);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page).toHaveURL(/\/dashboard$/);
    await expect(page.getByText("First steps")).toHaveCount(0);
    await expect(page.getByRole("link", { name: /\d\d:\d\d – \d\d:\d\d/ })).toBeVisible();
    await page.context().close();
  });

  test(`R7.1 left in the middle, gone on with in another browser, then not wanted any more, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Emmy Noether");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.getByRole("button", { name: "Save and go on" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your hours");
    await page.context().close();

    const other = await newGuest(browser, javaScriptEnabled);
    await other.goto("/sign-in");
    await other.getByRole("button", { name: "Sign in with Google" }).click();
    await chooseAccount(other, host);
    await expect(other.getByRole("heading", { name: "First steps: 1 of 4 done" })).toBeVisible();
    await other.getByRole("link", { name: "Go on" }).click();
    await expectSteps(other, "Your hours", ["Your page"]);

    for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
      await other.getByLabel(day).uncheck();
    }
    await other.getByLabel("From").fill("18:00");
    await other.getByLabel("To", { exact: true }).fill("17:00");
    await other.getByRole("button", { name: "Save and go on" }).click();
    await expect(other.getByRole("group", { name: "Days" })).toHaveAccessibleDescription(
      "Tick at least one day: without, nobody can book.",
    );
    await expect(other.getByLabel("To", { exact: true })).toHaveAccessibleDescription(
      /^These hours end before they begin/,
    );
    await expect(other.getByLabel("From")).toHaveValue("18:00");
    await other.getByLabel("Sunday").check();
    await other.getByLabel("To", { exact: true }).fill("20:00");
    await other.getByRole("button", { name: "Save and go on" }).click();
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Your calendar");

    await other.getByRole("button", { name: "Connect Google Calendar" }).click();
    await chooseAccount(other, host);
    await other.getByRole("button", { name: "Deny" }).click();
    await expect(other.getByRole("alert")).toContainText("You did not give Google your consent");
    await expectSteps(other, "Your calendar", ["Your page", "Your hours"]);
    await other.getByRole("button", { name: "Skip for now" }).click();
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Share your page");

    await other.getByRole("link", { name: /^Your hours/ }).click();
    await expect(other.getByLabel("Sunday")).toBeChecked();
    await other.goto("/dashboard");
    await expect(other.getByRole("heading", { name: "First steps: 3 of 4 done" })).toBeVisible();
    await other.getByRole("button", { name: "Don’t show this again" }).click();
    await expect(other.getByText("First steps")).toHaveCount(0);
    await expect(other.getByText("No calendar is connected")).toBeVisible();
    await other.context().close();
  });
}

test("D7 no violation of WCAG 2.2 AA on any step, nor on the dashboard that leads to them, in either theme", async ({
  browser,
}) => {
  const page = await newGuest(browser, true);
  await signIn(page, newPerson("Joan Clarke"));
  const steps = ["/welcome", "/welcome/hours", "/welcome/calendar", "/welcome/share"];
  for (const path of [...steps, "/dashboard"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
      expect(found, `${path} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await widthBeyond(page), path).toBe(0);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await page.setViewportSize({ width: 640, height: 800 });
    expect(await widthBeyond(page), path).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  await page.context().close();
});

/** Both of Google's pages, as somebody who agrees. */
async function passGoogle(page: Page, person: Person): Promise<void> {
  await chooseAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The step that is shown, and those that are said to be done, each a way back. */
async function expectSteps(page: Page, current: string, done: string[]): Promise<void> {
  const steps = page.getByRole("navigation", { name: "First steps" });
  await expect(steps.locator('[aria-current="step"]')).toContainText(current);
  await expect(steps.getByRole("listitem")).toHaveCount(4);
  await expect(steps.getByRole("link")).toHaveText(done.map((name) => `${name}, done`));
}

/** The address as the host takes it along. */
async function takeAddress(
  page: Page,
  hasScript: boolean,
  click: (button: Locator) => Promise<void>,
): Promise<string> {
  const copy = page.getByRole("button", { name: "Copy" });
  const address = await page.getByLabel("Address of your page").inputValue();
  expect(address.startsWith(`${appOrigin()}/ada-lovelace`)).toBe(true);
  if (!hasScript) {
    await expect(copy).toBeHidden();
    await click(page.getByLabel("Address of your page"));
    return address;
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await click(copy);
  await expect(page.getByRole("status").getByText("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  return address;
}

async function book(browser: Browser, address: string): Promise<void> {
  const guest = await newGuest(browser, false);
  await guest.goto(address);
  await guest.getByRole("link", { name: /30 minute meeting/ }).click();
  await bookFirstTime(guest);
  await guest.context().close();
}

function widthBeyond(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
