// The whole path, without JavaScript: a host far east sets up what can be booked; a guest on the other side of the date
// line books it, answers, and moves it; the host moves it too; the guest cancels.
import { expect, type Page, test } from "@playwright/test";
import { becomeHost, newPerson } from "./host-steps.ts";
import { eventsOf, untilEvent } from "./sandbox-events.ts";

const HOST_ZONE = "Pacific/Auckland";
const GUEST_ZONE = "Pacific/Honolulu";
const DAY_MS = 86_400_000;

test("R7.2 R7.3 R7.4 R7.5 R7.8 a guest across the date line books, answers and moves; host and guest see their own dates", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, timezoneId: HOST_ZONE });
  const page = await context.newPage();
  const host = newPerson("Kate Sheppard");
  const publicPage = await becomeHost(page, host);
  await chooseZone(page, HOST_ZONE);
  await askWhichTopic(page);
  const away = await takeADayOff(page);

  const guests = await browser.newContext({ javaScriptEnabled: false, timezoneId: GUEST_ZONE });
  const guest = await guests.newPage();
  const eventTypePage = `${publicPage}/30-minute-meeting`;
  expect(await isOffered(guest, eventTypePage, away)).toBe(false);
  expect(await isOffered(guest, eventTypePage, nextWeekdayAfter(away))).toBe(true);

  await guest.goto(`${eventTypePage}?tz=${GUEST_ZONE}`);
  const start = await chooseSlot(guest, 0);
  const [theirs, ours] = [dayOf(start, GUEST_ZONE), dayOf(start, HOST_ZONE)];
  expect(theirs).not.toBe(ours);
  await expect(guest.getByText(new RegExp(`For your host: .*${ours}`))).toBeVisible();
  await guest.getByLabel("Your name").fill("Liliʻuokalani");
  await guest.getByLabel("Your e-mail address").fill("guest@example.org");
  await guest.getByLabel("Loom").check();
  await guest.waitForTimeout(2_100);
  await guest.getByRole("button", { name: "Book this time" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  await expect(guest.getByText(theirs).first()).toBeVisible();
  const guestPage = guest.url();
  const eventId = await untilEvent(page, host, { start, description: /Which topic\?\s+Loom/ });

  await guest.getByRole("link", { name: "Choose another time" }).click();
  const later = await chooseSlot(guest, 0);
  await guest.getByRole("button", { name: "Move to this time" }).click();
  await expect(guest).toHaveURL(`${guestPage}?notice=moved`);
  expect(await untilEvent(page, host, { start: later })).toBe(eventId);

  const { origin, pathname } = new URL(guestPage);
  const hostPage = `${origin}/bookings/${pathname.split("/")[3]}`;
  await page.goto(hostPage);
  await expect(page.getByText(dayOf(later, HOST_ZONE)).first()).toBeVisible();
  await expect(page.getByText("Loom").first()).toBeVisible();
  await page.getByRole("link", { name: "Move", exact: true }).click();
  const latest = await chooseSlot(page, 0);
  await page.getByRole("button", { name: "Move to this time" }).click();
  await expect(page).toHaveURL(`${hostPage}?notice=moved`);
  expect(await untilEvent(page, host, { start: latest })).toBe(eventId);

  await guest.goto(guestPage);
  await expect(guest.getByText(dayOf(latest, GUEST_ZONE)).first()).toBeVisible();
  await guest.getByRole("link", { name: /Cancel/ }).click();
  await guest.getByLabel(/Message|Why/).fill("The ship was late");
  await guest.getByRole("button", { name: "Cancel this booking" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This booking is cancelled");
  await expect(async () => expect(await eventsOf(page, host)).toEqual([])).toPass();
  await page.goto(hostPage);
  await expect(page.getByText("The ship was late").first()).toBeVisible();
  await context.close();
  await guests.close();
});

async function chooseZone(page: Page, zone: string): Promise<void> {
  await page.goto("/settings");
  await page.getByLabel(/time zone/i).selectOption(zone);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/notice=saved/);
}

async function askWhichTopic(page: Page): Promise<void> {
  await page.goto("/event-types");
  await page.getByRole("link", { name: "Edit 30 minute meeting" }).click();
  await page.getByRole("button", { name: "Add a question" }).click();
  await page.getByLabel("Question", { exact: true }).fill("Which topic?");
  await page.getByLabel("Answered by").selectOption("One of several answers");
  await page.getByLabel("Answers to choose from").fill("Engine\nLoom");
  await page.getByLabel("Guests have to answer it").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/event-types\?/);
}

/** @returns the date, a weekday some days from now, on which the host is away */
async function takeADayOff(page: Page): Promise<string> {
  const date = nextWeekdayAfter(dateIn(Date.now() + 9 * DAY_MS, HOST_ZONE));
  await page.goto("/availability");
  await page
    .getByRole("link", { name: /Working hours/ })
    .first()
    .click();
  await page.getByRole("link", { name: /dates/i }).first().click();
  await page.getByLabel("First day").fill(date);
  await page.getByLabel("Not available").check();
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("Not available").first()).toBeVisible();
  return date;
}

async function isOffered(page: Page, eventTypePage: string, date: string): Promise<boolean> {
  await page.goto(`${eventTypePage}?tz=${HOST_ZONE}&day=${date}`);
  return (await page.getByRole("link", { name: / to \d\d:\d\d/ }).count()) > 0;
}

/** @returns the slot's start, in UTC */
async function chooseSlot(page: Page, nth: number): Promise<string> {
  // With a script the page opens anew where the zone that the browser knows is another than the guessed one.
  await page.waitForLoadState("networkidle");
  const slot = page.getByRole("link", { name: / to \d\d:\d\d/ }).nth(nth);
  const { searchParams } = new URL((await slot.getAttribute("href")) ?? "", page.url());
  await slot.click();
  return searchParams.get("start") ?? "";
}

function nextWeekdayAfter(date: string): string {
  for (let day = Date.parse(date) + DAY_MS; ; day += DAY_MS) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) return new Date(day).toISOString().slice(0, 10);
  }
}

function dateIn(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(instant);
}

/** "Tuesday 3 March" */
function dayOf(start: string, timeZone: string): string {
  const parts = { weekday: "long", day: "numeric", month: "long", timeZone } as const;
  return new Intl.DateTimeFormat("en-GB", parts).format(Date.parse(start)).replace(",", "");
}
