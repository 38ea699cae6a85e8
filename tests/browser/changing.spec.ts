import { expect, type Page, test } from "@playwright/test";
import { becomeHost, chooseZone, newGuest, newPerson, pressBook } from "./host-steps.ts";
import { eventsOf, untilEvent } from "./sandbox-events.ts";

const GUEST = "grace@example.org";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R3.4 R7.8 a guest moves and edits a booking ${how}; the event follows and stays the same one`, async ({
    page,
    browser,
  }) => {
    const host = newPerson("Ada Lovelace");
    const guest = await newGuest(browser, javaScriptEnabled);
    const { guestPage, when } = await bookOnce(guest, await becomeHost(page, host));
    const eventId = await untilEvent(page, host, { summary: /Grace Hopper and Ada Lovelace/ });

    await guest.goto(guestPage);
    await guest.getByRole("link", { name: "Choose another time" }).click();
    await expect(guest.getByText(`Present time: ${when}`)).toBeVisible();
    await expect(guest.getByRole("link", { name: when, exact: true })).toHaveCount(0);
    const newTime = await chooseLaterSlot(guest, 3);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Move this booking?");
    await expect(guest.getByRole("term")).toHaveText(["Present time", "New time"]);
    await expect(guest.getByRole("definition")).toContainText([when, newTime.name]);
    await guest.getByRole("button", { name: "Move to this time" }).click();
    await expect(guest).toHaveURL(`${guestPage}?notice=moved`);
    await expect(guest.getByText("Your booking has its new time.")).toBeVisible();
    await expect(guest.getByText(startOf(newTime.name)).first()).toBeVisible();
    expect(await untilEvent(page, host, { start: newTime.start })).toBe(eventId);

    await guest.getByRole("link", { name: "Change details" }).click();
    await expect(guest.getByText("It can’t be changed: the invitation went there.")).toBeVisible();
    await guest.getByLabel("Your name").fill("Grace B. Hopper");
    await guest.getByLabel(/should know/).fill("About compilers,\nand debugging");
    await guest.getByRole("button", { name: "Save" }).click();
    await expect(guest).toHaveURL(`${guestPage}?notice=saved`);
    await expect(guest.getByText("Your details are saved.")).toBeVisible();
    await expect(guest.getByText("For Grace B. Hopper")).toBeVisible();
    await expect(guest.getByText("and debugging")).toBeVisible();
    const edited = { summary: /Grace B\. Hopper and Ada Lovelace/, description: /and debugging/ };
    expect(await untilEvent(page, host, edited)).toBe(eventId);
    expect(await untilEvent(page, host, { description: linkText(guestPage) })).toBe(eventId);
  });

  test(`R3.4 R3.5 R7.8 a host moves, edits and cancels a booking ${how}; guest and event follow`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled, timezoneId: "Europe/Berlin" });
    const page = await context.newPage();
    const host = newPerson("Emmy Noether");
    const guest = await newGuest(browser, false);
    const { guestPage, hostPage } = await bookOnce(guest, await becomeHost(page, host));
    const eventId = await untilEvent(page, host, { summary: /^30 minute meeting/ });

    await page.goto(hostPage);
    await page.getByRole("link", { name: "Move", exact: true }).click();
    const newTime = await chooseLaterSlot(page, 5);
    await expect(page.getByText("Google mails Grace Hopper about the new time.")).toBeVisible();
    await page.getByRole("button", { name: "Move to this time" }).click();
    await expect(page).toHaveURL(`${hostPage}?notice=moved`);
    expect(await untilEvent(page, host, { start: newTime.start })).toBe(eventId);

    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel("Title").fill("Planning");
    await page.getByLabel("Notes from Grace Hopper").fill("Written by the host");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(`${hostPage}?notice=edited`);
    const edited = { summary: /^Planning: /, description: /Written by the host/ };
    expect(await untilEvent(page, host, edited)).toBe(eventId);
    await guest.goto(guestPage);
    await expect(guest.getByText("Planning with Emmy Noether")).toBeVisible();
    await expect(guest.getByText(startOf(newTime.name)).first()).toBeVisible();

    await page.getByRole("link", { name: "Cancel", exact: true }).click();
    await page.getByLabel("Message to Grace Hopper").fill("I am ill, sorry");
    await page.getByRole("button", { name: "Cancel this booking" }).click();
    await expect(page).toHaveURL(`${hostPage}?notice=cancelled`);
    await expect(async () => expect(await eventsOf(page, host)).toEqual([])).toPass();
    await guest.goto(guestPage);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This booking is cancelled");
    await expect(guest.getByText("Cancelled by Emmy Noether: I am ill, sorry")).toBeVisible();
    await expect(guest.getByRole("link", { name: "Choose another time" })).toHaveCount(0);
    await context.close();
  });
}

test("R7.8 a slot that is lost while the guest hesitates is refused, and the nearest free one is two clicks away", async ({
  page,
  browser,
}) => {
  const host = newPerson("Sophie Germain");
  const publicPage = await becomeHost(page, host);
  const guest = await newGuest(browser, false);
  const { guestPage } = await bookOnce(guest, publicPage);
  await guest.goto(`${guestPage}/move`);
  await chooseSlot(guest, 0);
  await bookOnce(await newGuest(browser, false), publicPage);

  await guest.getByRole("button", { name: "Move to this time" }).click();
  await expect(guest.getByRole("alert")).toContainText("Somebody else has just booked this time");
  const nearest = guest.getByRole("radio").first();
  const name = (await guest.locator("label").first().textContent()) ?? "";
  await nearest.check();
  await guest.getByRole("button", { name: "Move to this time" }).click();
  await expect(guest).toHaveURL(`${guestPage}?notice=moved`);
  await expect(guest.getByText(startOf(name)).first()).toBeVisible();
});

test("R7.4 R7.8 a guest reads the times to choose from in another zone, and keeps it to the end", async ({
  page,
  browser,
}) => {
  const guest = await newGuest(browser, false);
  const { guestPage } = await bookOnce(guest, await becomeHost(page, newPerson("Ida Rhodes")));
  await guest.goto(`${guestPage}/move`);
  await chooseZone(guest, "Asia/Tokyo");
  await chooseLaterSlot(guest, 1);
  await expect(guest.locator("dd").getByText("Asia/Tokyo (GMT+9)")).toHaveCount(2);
  await guest.getByRole("link", { name: "Other times" }).click();
  await expect(guest.getByText(/All times are in Asia\/Tokyo/)).toBeVisible();
});

/** @returns the pages of the new booking, and its time as slots are named */
async function bookOnce(guest: Page, publicPage: string) {
  await guest.goto(publicPage);
  await guest.getByRole("link", { name: /30 minute meeting/ }).click();
  const { name: when } = await chooseSlot(guest, 0);
  await guest.getByLabel("Your name").fill("Grace Hopper");
  await guest.getByLabel("Your e-mail address").fill(GUEST);
  await pressBook(guest);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  const guestPage = guest.url();
  const { origin, pathname } = new URL(guestPage);
  return { guestPage, hostPage: `${origin}/bookings/${pathname.split("/")[3]}`, when };
}

/** @returns the slot's full name, with the day, and its start in UTC */
async function chooseSlot(page: Page, nth: number): Promise<{ name: string; start: string }> {
  // With a script the page opens anew where the zone that the browser knows is another than the guessed one.
  await page.waitForLoadState("networkidle");
  const slot = page.getByRole("link", { name: / to \d\d:\d\d/ }).nth(nth);
  const name = (await slot.getAttribute("aria-label")) ?? "";
  const { searchParams } = new URL((await slot.getAttribute("href")) ?? "", page.url());
  await slot.click();
  await expect(page.getByText(name).first()).toBeVisible();
  return { name, start: searchParams.get("start") ?? "" };
}

/** Of the next month: what is left of today becomes less with every hour. */
async function chooseLaterSlot(page: Page, nth: number) {
  await page.waitForLoadState("networkidle");
  await page.getByRole("link", { name: "Next month" }).click();
  await expect(page).toHaveURL(/month=/);
  return chooseSlot(page, nth);
}

/** "13:30" of "Tuesday 3 March, 13:30 to 14:00". */
const startOf = (name: string) => /\d\d:\d\d/.exec(name)?.[0] ?? name;

/** What the description says, with the guest's own link below it. */
const linkText = (guestPage: string) => new RegExp(`Change or cancel this booking:\\n${guestPage}`);
