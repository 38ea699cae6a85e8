// What a guest fills in, from the choice of a duration to the confirmation.
import { expect, type Page, test } from "@playwright/test";
import { changeEventType } from "./event-types-stored.ts";
import {
  becomeHost,
  chooseZone,
  newGuest,
  newPerson,
  openJustNow,
  pressBook,
} from "./host-steps.ts";
import { expectForEverybody } from "./page-checks.ts";

const QUESTIONS = [
  { kind: "text", id: "q1", label: "What is it about?", isRequired: true },
  { kind: "long_text", id: "q2", label: "What should be ready?", isRequired: false },
  {
    ...{ kind: "choice", id: "q3", label: "How many are you?", isRequired: true },
    choices: ["Just me", "Two", "More"],
  },
];

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R7.2 R7.5 a guest chooses a duration, answers the host's questions and says where to call ${how}`, async ({
    page,
    browser,
  }) => {
    const publicPage = await becomeHost(page, newPerson("Ada Lovelace"));
    changeEventType(publicPage, {
      ...{ questions: QUESTIONS, other_durations: [15, 60], location_kind: "guest_phone" },
    });
    const guest = await newGuest(browser, javaScriptEnabled);
    await guest.goto(publicPage);
    await expect(guest.getByText("15 min · 30 min · 1 h")).toBeVisible();
    await guest.getByRole("link", { name: /30 minute meeting/ }).click();
    const durations = guest.getByRole("navigation", { name: "Duration" });
    await expect(durations.locator("[aria-current]")).toHaveText("30 min");
    await durations.getByRole("link", { name: "1 h" }).click();
    await guest.getByRole("link", { name: "Next month" }).click();
    await chooseZone(guest, "Asia/Tokyo");
    await expect(durations.locator("[aria-current]")).toHaveText("1 h");
    await chooseSlot(guest);
    await guest.getByRole("link", { name: "Other times" }).click();
    await expect(durations.locator("[aria-current]")).toHaveText("1 h");
    const name = await chooseSlot(guest);
    expect(minutesOf(name)).toBe(60);

    await expect(guest.getByText("By phone, Ada Lovelace calls you")).toBeVisible();
    await guest.getByLabel("Your name").fill("Grace Hopper");
    await guest.getByLabel("Your e-mail address").fill("grace@example.org");
    await guest.getByLabel("Your phone number").fill("+49 (30) 1234-56");
    await guest.getByLabel("What should be ready? (optional)").fill("Chalk\nand a <b>board</b>");
    await guest.getByLabel("Two").check();
    // What the browser itself would hold back, so that the server's own answer is seen.
    await guest.getByLabel("What is it about?").fill(" ");
    await pressBook(guest);

    await expect(guest.getByText("Please answer this.")).toBeVisible();
    await expect(guest.getByLabel("What is it about?")).toHaveAttribute("aria-invalid", "true");
    await expect(guest.getByLabel("Your phone number")).toHaveValue("+49 (30) 1234-56");
    await expect(guest.getByLabel("What should be ready? (optional)")).toHaveValue(
      "Chalk\nand a <b>board</b>",
    );
    await expect(guest.getByLabel("Two")).toBeChecked();
    await guest.getByLabel("What is it about?").fill("Compilers");
    await pressBook(guest);

    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
    await expect(
      guest.getByText("By phone, Ada Lovelace calls you: +49 (30) 1234-56"),
    ).toBeVisible();
    await expect(guest.getByText("and a <b>board</b>")).toBeVisible();
    const bookingId = new URL(guest.url()).pathname.split("/")[3];
    await page.goto(`/bookings/${bookingId}`);
    await expect(page.getByRole("term")).toContainText(QUESTIONS.map(({ label }) => label));
    await expect(page.getByRole("definition").getByText("Compilers")).toBeVisible();
  });

  test(`R7.5 R7.6 who loses the slot keeps all that was typed, and finds three other times beside it ${how}`, async ({
    page,
    browser,
  }) => {
    const publicPage = await becomeHost(page, newPerson("Emmy Noether"));
    changeEventType(publicPage, { questions: QUESTIONS });
    const guest = await newGuest(browser, javaScriptEnabled);
    const other = await newGuest(browser, false);
    for (const person of [guest, other]) {
      await person.goto(`${publicPage}/30-minute-meeting`);
      await chooseSlot(person);
      await fillIn(person);
    }
    await pressBook(other);
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
    await pressBook(guest);

    await expect(guest.getByRole("alert")).toContainText("Somebody else has just booked this time");
    const times = guest.getByRole("group", { name: "The nearest free times" });
    await expect(times.getByRole("radio")).toHaveCount(3);
    await expect(guest.getByLabel("Your name")).toHaveValue("Mary Somerville");
    await expect(guest.getByLabel("What is it about?")).toHaveValue("The connexion");
    await expect(guest.getByLabel("Just me")).toBeChecked();
    await times.getByRole("radio").first().check();
    await pressBook(guest);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
    await expect(guest.getByText("The connexion")).toBeVisible();
  });
}

test("R7.7 who presses at once is asked calmly to confirm: the button has the focus, nothing typed is lost, and one press does it", async ({
  page,
  browser,
}) => {
  const publicPage = await becomeHost(page, newPerson("Ida Rhodes"));
  const guest = await newGuest(browser, true);
  await guest.goto(`${publicPage}/30-minute-meeting`);
  await chooseSlot(guest);
  await guest.getByLabel("Your name").fill("Mary Somerville");
  await guest.getByLabel("Your e-mail address").fill("mary@example.org");
  await openJustNow(guest);
  await guest.getByLabel("Your e-mail address").press("Enter");
  const button = guest.getByRole("button", { name: "Book this time" });
  await expect(button).toBeFocused();
  await expect(button).toHaveAccessibleDescription(
    "Nothing is booked yet. Please press the button once more to confirm.",
  );
  await expect(guest.getByRole("alert")).toHaveCount(0);
  await expect(guest.getByLabel("Your name")).toHaveValue("Mary Somerville");
  await expectForEverybody(guest);
  await button.press("Enter");
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
});

test("R7.7 nobody comes upon the trap: it is not seen, not reached by the keyboard, not read out", async ({
  page,
  browser,
}) => {
  const publicPage = await becomeHost(page, newPerson("Grace Chisholm"));
  const guest = await newGuest(browser, true);
  await guest.goto(`${publicPage}/30-minute-meeting`);
  await chooseSlot(guest);
  await expect(guest.getByRole("textbox", { name: "Leave this empty" })).toHaveCount(0);
  const frame = await guest.locator('div:has(> input[name="leave-empty"])').boundingBox();
  expect(Math.max(frame?.width ?? 0, frame?.height ?? 0)).toBeLessThanOrEqual(1);
  await guest.getByLabel(/should know/).focus();
  await guest.keyboard.press("Tab");
  await expect(guest.getByRole("button", { name: "Book this time" })).toBeFocused();
});

test("R7.5 the form reads well on a phone and on a desk, in light and in dark", async ({
  page,
  browser,
}, testInfo) => {
  const publicPage = await becomeHost(page, newPerson("Sofia Kovalevskaya"));
  changeEventType(publicPage, {
    ...{ questions: QUESTIONS, other_durations: [15, 60, 90], location_kind: "guest_phone" },
  });
  const guest = await newGuest(browser, false);
  for (const width of [320, 390, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await guest.setViewportSize({ width, height: 900 });
      await guest.emulateMedia({ colorScheme });
      const shoot = async (name: string) => {
        expect(
          await guest.evaluate(() => document.documentElement.scrollWidth),
        ).toBeLessThanOrEqual(width);
        const path = testInfo.outputPath(`${name}-${width}-${colorScheme}.png`);
        await guest.screenshot({ path, fullPage: true });
      };
      await guest.goto(publicPage);
      await shoot("host");
      await guest.goto(`${publicPage}/30-minute-meeting`);
      await shoot("month");
      await chooseSlot(guest);
      await shoot("details");
      await guest.getByLabel("Your name").fill("Grace Hopper");
      await guest.getByLabel("Your e-mail address").fill("grace@example.org");
      await guest.getByLabel("Your phone number").fill("call me");
      await guest.getByLabel("What is it about?").fill(" ");
      await guest.getByLabel("Two").check();
      await pressBook(guest);
      await expect(guest.getByText("Please answer this.")).toBeVisible();
      await shoot("errors");
      await guest.getByLabel("Your phone number").fill("+49 (30) 1234-56");
      await guest.getByLabel("What is it about?").fill("Compilers ".repeat(10));
      await pressBook(guest);
      await expect(guest.getByText("Your booking is confirmed")).toBeVisible();
      await shoot("confirmed");
    }
  }
});

async function fillIn(guest: Page): Promise<void> {
  await guest.getByLabel("Your name").fill("Mary Somerville");
  await guest.getByLabel("Your e-mail address").fill("mary@example.org");
  await guest.getByLabel("What is it about?").fill("The connexion");
  await guest.getByLabel("Just me").check();
}

/** @returns the first free slot's full name, with the day */
async function chooseSlot(guest: Page): Promise<string> {
  // With a script the page opens anew where the zone that the browser knows is another than the guessed one.
  await guest.waitForLoadState("networkidle");
  const slot = guest.getByRole("link", { name: / to \d\d:\d\d/ }).first();
  const name = (await slot.getAttribute("aria-label")) ?? "";
  await slot.click();
  await expect(guest.getByText(name)).toBeVisible();
  return name;
}

/** How long "Tuesday 3 March, 13:30 to 14:00" is; over midnight it names two days. */
function minutesOf(name: string): number {
  const [from = 0, to = 0] = [...name.matchAll(/(\d\d):(\d\d)/g)].map(
    ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
  );
  return (to - from + 1440) % 1440;
}
