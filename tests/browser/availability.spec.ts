// The host's availability: schedules, days off, and how the busy times of the calendars stand.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { becomeHost, newGuest, newPerson, type Person } from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";

const PAGE = "/availability";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.3 hours of a week: several ranges, copied in one action, kept as typed, saved with one button, ${how}`, async ({
    browser,
  }) => {
    const { page, publicPage } = await newHost(browser, javaScriptEnabled);
    await page.goto(PAGE);
    await expect(page.getByText("Monday to Friday")).toBeVisible();
    await expect(page.getByText("Used by ‘30 minute meeting’.")).toBeVisible();
    await page.getByRole("link", { name: "Edit Working hours" }).click();
    await page.getByLabel("Name").fill("Office hours");
    await page.getByLabel("Monday, to", { exact: true }).fill("12:00");
    await page.getByRole("button", { name: "Add hours to Monday" }).click();
    await expect(page.getByText("Hours added to Monday. Nothing is saved yet.")).toBeVisible();
    await expect(page.getByLabel("Monday (2), from")).toHaveValue("13:00");
    await expect(page.getByLabel("Monday (2), from")).toBeFocused();
    await expect(page.getByLabel("Name")).toHaveValue("Office hours");
    await page.getByLabel("Monday (2), to").fill("00:00");
    await page.locator("summary", { hasText: "(from Monday)" }).click();
    const copy = page.getByRole("group", { name: "Days to copy Monday’s hours to" });
    await copy.getByLabel("Friday").uncheck();
    await page.getByRole("button", { name: "Copy Monday’s hours" }).click();
    await expect(
      page.getByText("Monday’s hours copied to Tuesday, Wednesday and Thursday."),
    ).toBeVisible();
    await expect(page.getByLabel("Thursday (2), to")).toHaveValue("00:00");
    const friday = page.getByRole("button", { name: "Remove Friday" });
    await friday.click();
    await expect(friday).toHaveCount(0);
    await page.getByLabel("Tuesday (2), from").fill("11:00");
    await press(page, "Save");
    const wrong = page.getByLabel("Tuesday (2), from");
    await expect(wrong).toHaveAccessibleDescription("These hours overlap others of this day.");
    await expect(page.getByLabel("Name")).toHaveValue("Office hours");
    await wrong.fill("12:30");
    await press(page, "Save");
    await expect(page.getByText("Saved. It counts at once")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Office hours");

    await page.goto(PAGE);
    await expect(page.getByText("09:00 – 12:00, 12:30 – 24:00")).toBeVisible();
    await expect(page.getByText("Friday to Sunday")).toBeVisible();
    const guest = await newGuest(browser, false);
    await guest.goto(publicPage);
    await guest.getByRole("link", { name: /30 minute meeting/ }).click();
    await expect(guest.getByRole("link", { name: /, 23:30 to / }).first()).toBeVisible();
    await page.context().close();
  });

  test(`R7.3 a new schedule, its days off, made the default and deleted, ${how}`, async ({
    browser,
  }) => {
    const { page } = await newHost(browser, javaScriptEnabled);
    await page.goto(PAGE);
    await page.getByRole("link", { name: "New schedule" }).click();
    await page.getByLabel("Name").fill("Summer");
    await page.getByLabel("Time zone").selectOption("Asia/Kathmandu");
    await press(page, "Save");
    await expect(page.getByText("Choose it in an event type")).toBeVisible();
    if (javaScriptEnabled) {
      await expect(page.getByRole("note")).toContainText("You seem to be in the zone");
    }
    await page.getByRole("link", { name: "Change dates" }).click();
    await page.getByLabel("First day").fill("2027-08-02");
    await page.getByLabel(/^Last day/).fill("2027-08-06");
    await page.getByRole("button", { name: "Add" }).click();
    await expect(
      page.getByText("Monday 2 August 2027 to Friday 6 August 2027").first(),
    ).toBeVisible();
    await page.getByLabel("First day").fill("2027-08-06");
    await page.getByRole("radio", { name: "Other hours" }).check();
    await page.getByLabel("First hours, from").fill("22:00");
    await page.getByLabel("First hours, to").fill("00:00");
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByLabel("First day")).toHaveAccessibleDescription(/^These dates overlap/);
    await expect(page.getByLabel("First hours, from")).toHaveValue("22:00");
    await page.getByLabel("First day").fill("2027-08-07");
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByText("22:00 – 24:00")).toBeVisible();
    await page.getByRole("button", { name: /^Remove Monday 2 August/ }).click();
    await expect(page.getByText("Removed. The weekly hours count")).toBeVisible();
    await expect(page.getByText("Monday 2 August 2027")).toHaveCount(0);

    await page.getByRole("link", { name: "Summer" }).click();
    await page.getByRole("button", { name: "Make it the default" }).click();
    await expect(page.getByText("New event types start with this schedule.")).toBeVisible();
    await page.goto(PAGE);
    await expect(page.getByText("Your default schedule is kept in Asia/Kathmandu")).toBeVisible();
    await page.getByRole("link", { name: "Edit Working hours" }).click();
    await page.getByText("Delete…").click();
    await page.getByRole("button", { name: "Delete this schedule" }).click();
    await expect(page.getByText("It is used by ‘30 minute meeting’.")).toBeVisible();
    await page.getByRole("button", { name: "Make it the default" }).click();
    await page.goto(PAGE);
    await page.getByRole("link", { name: "Edit Summer" }).click();
    await page.getByText("Delete…").click();
    await page.getByRole("button", { name: "Delete this schedule" }).click();
    await expect(page.getByText("The schedule is deleted.")).toBeVisible();
    await expect(page.getByText("Summer")).toHaveCount(0);
    await page.context().close();
  });

  test(`R7.6 how the calendars stand, whole days that are marked Free, and the choice for when Google is away, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await addHoliday(page, host);
    await page.goto(PAGE);
    await expect(page.getByText("Fine", { exact: true })).toBeVisible();
    await expect(
      page.getByText(/^All day ‘Holiday’ from .* is marked Free in Google/),
    ).toBeVisible();
    await page.getByRole("radio", { name: "Refuse it" }).check();
    await press(page, "Save");
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.goto(PAGE);
    await expect(page.getByRole("radio", { name: "Refuse it" })).toBeChecked();
    await page.context().close();
  });
}

test("R7.3 at 200 % of the text on a phone nothing has to be scrolled sideways", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(PAGE);
  const edit = await page.getByRole("link", { name: "Edit Working hours" }).getAttribute("href");
  for (const path of [PAGE, `${PAGE}/new`, String(edit), `${edit}/dates`]) {
    await page.goto(path);
    const width = await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
      return document.documentElement.scrollWidth;
    });
    expect([path, width]).toEqual([path, 390]);
  }
  await page.context().close();
});

async function newHost(browser: Browser, javaScriptEnabled: boolean) {
  const host = newPerson("Ada Lovelace");
  const page = await newGuest(browser, javaScriptEnabled);
  const publicPage = await becomeHost(page, host);
  return { page, host, publicPage };
}

const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).last().click();

/** The host marks days off in Google, and leaves them Free. */
async function addHoliday(page: Page, { email }: Person): Promise<void> {
  await page.goto(`${sandboxOrigin()}/calendar?account=${encodeURIComponent(email)}`);
  const form = page.locator("#add");
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel("Title").fill("Holiday");
  await form.getByLabel("From").fill(`${at(7)}T10:00`);
  await form.getByLabel("To").fill(`${at(11)}T11:00`);
  await form.getByLabel("All day").check();
  await form.getByLabel("Show as free").check();
  await form.getByRole("button", { name: "Add event" }).click();
  await page.waitForURL(/week=/);
}
