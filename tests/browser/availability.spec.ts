// The host's availability: schedules, days off, and how the busy times of the calendars stand.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
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
    await expect(page.getByRole("status")).toContainText("Removed: Monday 2 August 2027");
    await expect(page.getByRole("button", { name: /^Remove Monday 2 August/ })).toHaveCount(0);

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
    // Leaving before the answer would take the form back.
    await expect(page.getByText("New event types start with this schedule.")).toBeVisible();
    await page.goto(PAGE);
    await page.getByRole("link", { name: "Edit Summer" }).click();
    await page.getByText("Delete…").click();
    await page.getByRole("button", { name: "Delete this schedule" }).click();
    await expect(page.getByText("The schedule is deleted.")).toBeVisible();
    await expect(page.getByText("Summer")).toHaveCount(0);
    await page.context().close();
  });

  test(`R7.3 a day is chosen in the calendar, taken off, seen marked, removed and put back, ${how}`, async ({
    browser,
  }) => {
    const { page } = await newHost(browser, javaScriptEnabled);
    const { date, name } = aWednesday();
    await page.goto(PAGE);
    await page.getByRole("link", { name: "Days off of Working hours" }).click();
    await page.getByRole("link", { name: "Next month" }).click();
    await day(page, name).click();
    await expect(day(page, name)).toHaveAttribute("aria-current", "date");
    await expect(page.getByLabel("First day")).toHaveValue(date);
    await expect(page.getByText("By the week: 09:00 – 17:00")).toBeVisible();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("status")).toContainText("Saved. These dates count at once");
    await day(page, `${name}: day off`).click();
    const chosen = page.getByRole("region", { name, exact: true });
    await expect(chosen).toContainText("Not available");
    await chosen.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByRole("status")).toContainText(`Removed: ${name} (Not available).`);
    await expect(day(page, name)).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("status")).toContainText("Added again.");
    await expect(day(page, `${name}: day off`)).toBeVisible();
    await expect(page.getByRole("button", { name: `Remove ${name}` })).toHaveCount(1);
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

test("R7.3 with the keyboard alone a day is found in the calendar, taken off, removed and put back", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  const { name } = aWednesday();
  await page.goto(`${await scheduleOf(page)}/dates`);
  await pressOn(page, page.getByRole("link", { name: "Next month" }));
  await pressOn(page, day(page, name));
  await expect(page.getByRole("heading", { name: "Add dates" })).toBeFocused();
  await pressOn(page, page.getByRole("button", { name: "Add", exact: true }));
  await pressOn(page, day(page, `${name}: day off`));
  await expect(page.getByRole("heading", { name })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await pressOn(page, page.getByRole("button", { name: "Undo" }));
  await expect(day(page, `${name}: day off`)).toBeVisible();
  await page.context().close();
});

test("R7.3 what is typed stays while a day is looked for in the calendar, and is asked about once it would be left", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  const { date, name } = aWednesday();
  await page.goto(`${await scheduleOf(page)}/dates`);
  const question = page.getByRole("dialog");
  await page.getByLabel("First hours, from").fill("06:00");
  await page.getByRole("link", { name: "Next month" }).click();
  await day(page, name).click();
  await expect(page.getByLabel("First day")).toHaveValue(date);
  await expect(page.getByLabel("First hours, from")).toHaveValue("06:00");
  await expect(question).toHaveCount(0);
  await page.getByRole("link", { name: "Settings" }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await page.getByLabel("Address of your page").fill("x");
  await page.goBack();
  await question.getByRole("button", { name: "Leave without saving" }).click();

  await expect(page.getByLabel("First day")).toHaveValue(date);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("Saved.");
  await page.getByLabel("First hours, from").fill("06:00");
  await day(page, `${name}: day off`).click();
  await question.getByRole("button", { name: "Stay on this page" }).click();
  await page.getByLabel("First day").fill(date);
  // What was refused does not stay in another form, so it is asked about at once.
  await page.getByRole("radio", { name: "Not available" }).check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("Nothing was saved: see below.");
  await page.getByRole("link", { name: "Next month" }).click();
  await expect(question).toBeVisible();
  await page.context().close();
});

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test("D7 availability: no violation of WCAG 2.2 AA in either theme, targets that can be hit, and no scrolling sideways at 320 px", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { page } = await newHost(browser, true);
  await page.setViewportSize({ width: 1280, height: 900 });
  // Between two themes colours would be neither's.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { date, name } = aWednesday();
  const own = await scheduleOf(page);
  const add = async () => {
    await page.goto(`${own}/dates?day=${date}`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
  };
  const states: [string, () => Promise<unknown>][] = [
    ["schedules", () => page.goto(PAGE)],
    ["a new schedule", () => page.goto(`${PAGE}/new`)],
    ["a schedule", () => page.goto(own)],
    ["no dates", () => page.goto(`${own}/dates`)],
    ["a chosen day", () => page.goto(`${own}/dates?day=${date}`)],
    ["an added day", async () => [await add(), await day(page, `${name}: day off`).waitFor()]],
    ["a day that is off", () => page.goto(`${own}/dates?day=${date}`)],
    [
      "a refusal",
      async () => {
        await page.goto(`${own}/dates`);
        await page.getByRole("radio", { name: "Other hours" }).check();
        await page.getByLabel("First day").fill(date);
        await page.getByRole("button", { name: "Add", exact: true }).click();
        await page.getByText("Enter the hours, or choose").waitFor();
      },
    ],
    [
      "a removed day",
      async () => {
        await page.goto(`${own}/dates`);
        await page.getByRole("button", { name: `Remove ${name}` }).click();
        await page.getByRole("button", { name: "Undo" }).waitFor();
      },
    ],
  ];
  for (const [state, arrive] of states) {
    await arrive();
    expect([state, await violationsOf(page)]).toEqual([state, []]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect([state, await violationsOf(page, ["color-contrast"])]).toEqual([state, []]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 320, height: 800 });
    expect([state, await widthOf(page), await smallTargets(page)]).toEqual([state, 320, []]);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await page.context().close();
});

test("R7.3 on a phone what removes a range of hours stands beside it, on twelve hours too", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  await page.goto(await scheduleOf(page));
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const [from, to, remove] = await Promise.all(
      [
        page.getByLabel("Monday, from"),
        page.getByLabel("Monday, to"),
        page.getByRole("button", { name: "Remove Monday" }),
      ].map((part) => part.evaluate((element) => element.getBoundingClientRect().y)),
    );
    expect([width, to, remove]).toEqual([width, from, from]);
  }
  await page.context().close();
});

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

/** A day of the calendar, by its full name. */
const day = (page: Page, name: string) =>
  page.getByRole("table").getByRole("link", { name, exact: true });

/** The first Wednesday of the next month, as "YYYY-MM-DD" and in words. */
function aWednesday(): { date: string; name: string } {
  const today = new Date();
  const at = new Date(Date.UTC(today.getFullYear(), today.getMonth() + 1, 1));
  while (at.getUTCDay() !== 3) at.setUTCDate(at.getUTCDate() + 1);
  const parts = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  const text = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(at);
  return { date: at.toISOString().slice(0, 10), name: text.replace(",", "") };
}

/** The path of the host's only schedule. */
async function scheduleOf(page: Page): Promise<string> {
  await page.goto(PAGE);
  const edit = page.getByRole("link", { name: "Edit Working hours" });
  return (await edit.getAttribute("href")) ?? "";
}

/** Tabs on until it is focused, and visibly so, and presses it. */
async function pressOn(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let count = 0; count < 90; count += 1) {
    await page.keyboard.press("Tab");
    if (!(await wanted.evaluate((element) => element === document.activeElement))) continue;
    const outline = await wanted.evaluate((element) => getComputedStyle(element).outlineWidth);
    expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(2);
    return page.keyboard.press("Enter");
  }
  throw new Error(`the keyboard never came to ${wanted}`);
}

/** What axe finds, short enough to be read. */
async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(WCAG)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

/** What is smaller than 24 px and no link among words (WCAG 2.2, 2.5.8). */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
      .filter((element) => !element.closest("[aria-hidden=true]") && !element.matches("label *"))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => box.width > 0 && getComputedStyle(element).display !== "inline")
      .filter(({ box }) => Math.min(box.width, box.height) < 24)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
  );
}

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
