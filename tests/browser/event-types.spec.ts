// A host makes an event type with a question and a limit, changes it, and gives it a private link.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { newGuest, newPerson, signIn } from "./host-steps.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.2 a host makes an event type, changes it and makes it private, ${how}`, async ({
    browser,
  }) => {
    const page = await aHostsPage(browser, javaScriptEnabled);
    const guest = await newGuest(browser, false);

    await page.getByRole("link", { name: "Event types" }).click();
    await page.getByRole("link", { name: "New event type" }).click();
    await fillIn(page);
    await addQuestions(page);
    const slug = page.getByRole("textbox", { name: "Address" });
    await slug.fill("intro call");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Nothing was saved. Please put this right:")).toBeVisible();
    await expect(slug).toHaveAccessibleDescription(/Only letters a to z, digits/);
    await expect(slug).toHaveAccessibleDescription(/Leave it empty to take it from the title\./);
    await expect(page.getByLabel("Question", { exact: true })).toHaveValue("Which topic?");
    await slug.fill("");
    await page.getByLabel("Title").press("Enter");
    await expect(page.getByText("The event type is made.")).toBeVisible();

    const link = page.getByRole("link", { name: /\/intro-call$/ });
    const listed = (await link.getAttribute("href")) ?? "";
    await guest.goto(listed);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Intro call");

    await page.getByRole("link", { name: "Edit Intro call" }).click();
    await expect(page.getByLabel(/^Most bookings a day/)).toHaveValue("2");
    await expect(page.getByLabel("Answers to choose from")).toHaveValue("Engine\nLoom");
    await page.getByRole("link", { name: "Why is a time not offered?" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("“Intro call”");
    await page.goBack();
    await page.getByLabel("Title").fill("First call");
    await page.getByLabel(/^Only who has the link/).check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Private", { exact: true })).toBeVisible();
    const secret = page.getByRole("link", { name: /\/[a-z0-9]{26}$/ });
    const hidden = (await secret.getAttribute("href")) ?? "";

    expect((await guest.goto(listed))?.status()).toBe(404);
    await guest.goto(hidden);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("First call");
    await guest.goto(hidden.replace(/\/[^/]+$/, ""));
    await expect(guest.getByText("30 minute meeting")).toBeVisible();
    await expect(guest.getByText("First call")).toHaveCount(0);
  });
}

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.2 a host copies an event type, puts it first and previews it, ${how}`, async ({
    browser,
  }) => {
    const page = await aHostsPage(browser, javaScriptEnabled);
    await page.goto("/event-types");
    await page.getByRole("button", { name: "Duplicate 30 minute meeting" }).dblclick();
    await expect(page.getByText("The copy is made.")).toBeVisible();
    const titles = page.getByRole("heading", { level: 2 });
    const copy = "30 minute meeting (copy)";
    await expect(titles).toHaveText(["Edit 30 minute meeting", `Edit ${copy}`]);
    await expect(page.getByText("Off", { exact: true })).toBeVisible();

    await page.getByRole("button", { name: `Move up ${copy}` }).click();
    await expect(page.getByText("The order is changed, on your page too.")).toBeVisible();
    await expect(titles).toHaveText([`Edit ${copy}`, "Edit 30 minute meeting"]);
    await expect(page.getByRole("button", { name: `Move up ${copy}` })).toHaveCount(0);
    await page.getByRole("button", { name: `Move down ${copy}` }).click();
    await expect(titles).toHaveText(["Edit 30 minute meeting", `Edit ${copy}`]);

    await page.getByRole("link", { name: `Preview as guest ${copy}` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(copy);
    await expect(page.getByText(/^Preview\. .* It is off: at http/)).toBeVisible();
    const time = page.getByRole("link", { name: / to \d\d:\d\d/ }).first();
    const name = await time.getAttribute("aria-label");
    await time.click();
    await expect(page.getByText(`${name}: here guests go on to a form`)).toBeVisible();
    await page.getByRole("link", { name: "Back to event types" }).click();
    await expect(titles).toHaveCount(2);
  });
}

test("R7.2 a row that comes or goes opens the page where it is", async ({ browser }) => {
  const page = await aHostsPage(browser, false);
  await page.goto("/event-types/new");
  await page.getByRole("button", { name: "Add a question" }).click();
  await expect(page.getByLabel("Question", { exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Remove question 1" }).click();
  await expect(page.getByRole("heading", { name: "Questions to your guests" })).toBeInViewport();
  await expect(page.getByLabel("Question", { exact: true })).toHaveCount(0);
});

test("R7.2 what another tab has saved meanwhile is told in one message, beside what is filled in here", async ({
  browser,
}) => {
  const page = await aHostsPage(browser, false);
  await page.goto("/event-types");
  await page.getByRole("link", { name: /^Edit/ }).click();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByLabel("Title").fill("Renamed");
  await other.getByRole("button", { name: "Save", exact: true }).last().click();
  await expect(other.getByText(/^Saved\. It counts for everybody/)).toBeVisible();

  await page.getByLabel("Description").fill("Mine");
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  const message = page.getByRole("alert");
  await expect(message).toHaveCount(1);
  await expect(message).toContainText("changed elsewhere since you opened this page");
  await expect(message).not.toContainText("put this right");
  await message.getByRole("link", { name: "Title: Stored by now: “Renamed”." }).click();
  await expect(page.getByLabel("Title")).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue("Mine");
});

test("R7.2 an event type that was never booked is deleted in two steps", async ({ browser }) => {
  const page = await aHostsPage(browser, false);
  await page.goto("/event-types");
  await page.getByRole("link", { name: /^Edit/ }).click();
  await page.getByText("Delete this event type").click();
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page.getByText("The event type is deleted.")).toBeVisible();
  await expect(page.getByText(/There is nothing yet that guests could book/)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
  await page.getByRole("link", { name: "Go to the dashboard" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dashboard");
});

test("R7.2 with text twice as large the pages are no wider than a phone", async ({ browser }) => {
  const page = await aHostsPage(browser, true);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/event-types/new");
  await fillIn(page);
  await addQuestions(page);
  await page.getByRole("textbox", { name: "Address" }).fill("intro call");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing was saved. Please put this right:")).toBeVisible();
  expect(await widthWithLargeText(page)).toBeLessThanOrEqual(390);
  await page.goto("/event-types");
  expect(await widthWithLargeText(page)).toBeLessThanOrEqual(390);
});

function widthWithLargeText(page: Page): Promise<number> {
  return page.evaluate(() => {
    document.documentElement.style.setProperty("font-size", "200%");
    return document.documentElement.scrollWidth;
  });
}

async function aHostsPage(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  await signIn(page, newPerson("Ada Lovelace"));
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.waitForURL(/\/welcome\/hours/);
  return page;
}

/** All but the address. */
async function fillIn(page: Page): Promise<void> {
  await page.getByLabel("Title").fill("Intro call");
  await page.getByLabel(/^Other durations/).fill("15, 60");
  await page.getByLabel(/^Most bookings a day/).fill("2");
  await page.getByLabel("In person").check();
  await page.getByLabel("Where it is").fill("Unter den Linden 1, Berlin");
}

/** One question to stay, and one that is taken away again. */
async function addQuestions(page: Page): Promise<void> {
  const add = page.getByRole("button", { name: "Add a question" });
  await add.click();
  await page.getByLabel("Question", { exact: true }).fill("Which topic?");
  await page.getByLabel("Answered by").selectOption("One of several answers");
  await page.getByLabel("Answers to choose from").fill("Engine\nLoom");
  await page.getByLabel("Guests have to answer it").check();
  await add.click();
  await expect(page.getByLabel("Question", { exact: true })).toHaveCount(2);
  await page.getByRole("button", { name: "Remove question 2" }).click();
  await expect(page.getByLabel("Question", { exact: true })).toHaveCount(1);
  await expect(page.getByLabel("Title")).toHaveValue("Intro call");
  await expect(page.getByLabel("Guests have to answer it")).toBeChecked();
}
