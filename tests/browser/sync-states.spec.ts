// What a host sees and can do when a booking and the calendar do not agree. Every page works without JavaScript too.
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { becomeHost, newGuest, newPerson, type Person, pressBook } from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";

const GUEST = "Grace Hopper";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R3.6 R7.9 D4.8 a failing Google: why and when it is tried again, then Try now delivers it, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    const fault = await addFault({ match: eventsOf(host), status: 503, times: null });
    await book(browser, publicPage);
    await expect(async () => {
      await openBooking(page);
      await expect(stateOf(page)).toHaveText(
        /^Retrying (now|at \d\d:\d\d (Europe\/Berlin \(GMT\+\d\)|UTC)) because Google answered 503$/,
        { timeout: 500 },
      );
    }).toPass();

    await page.getByRole("link", { name: "Sync" }).click();
    await expect(page.getByText(/^1 booking is out of step with your calendar/)).toBeVisible();
    await expect(page.getByText("Waiting since")).toBeVisible();
    await expect(page.getByText("Next try")).toBeVisible();
    await page.getByRole("link", { name: /\d\d:\d\d – \d\d:\d\d/ }).click();

    await clearFault(fault);
    await pressUntil(page, "Try now", "On your calendar ✓");
    await expect(page.getByRole("link", { name: "Open in Google Calendar" })).toBeVisible();
    await page.getByRole("link", { name: "Sync" }).click();
    await expect(page.getByText("Bookings and calendar agree.")).toBeVisible();
    await expect(
      page.getByText(/^Last checked at \d\d:\d\d (Europe\/Berlin \(GMT\+\d\)|UTC)\./),
    ).toBeVisible();
    await page.getByRole("link", { name: "Bookings", exact: true }).click();
    await expect(page.getByText("On your calendar ✓")).toBeVisible();
    await page.context().close();
  });

  test(`R3.6 D4.6 an event that somebody deleted stays deleted until the host restores it, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await book(browser, publicPage);
    await openSyncedBooking(page);
    await deleteByHand(browser, host);
    await pressUntil(page, "Check the calendar now", "Removed in Google: restore or cancel");
    await expect(page.getByText(`Google sends ${GUEST} a new invitation.`).first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Cancel the booking" })).toBeVisible();
    expect(await liveEvents(host)).toHaveLength(0);

    await page.getByRole("button", { name: "Restore the event" }).click();
    await expect(
      page.getByText("Saved. The event will be in your calendar in a moment."),
    ).toBeVisible();
    await showsEventually(page, "On your calendar ✓");
    expect(await liveEvents(host)).toHaveLength(1);
    await expect(page.getByText("You had the event put into the calendar again")).toBeVisible();
    await page.context().close();
  });

  test(`R3.6 D4.6 an event that somebody moved: put back, or Google’s time taken, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await book(browser, publicPage);
    await openSyncedBooking(page);
    const booked = await whenOf(page);
    const [asBooked] = await liveEvents(host);

    await moveByHand(browser, host);
    await pressUntil(
      page,
      "Check the calendar now",
      "Moved in Google: take Google’s time or put back",
    );
    await expect(page.getByText(`The booking: ${booked}`)).toBeVisible();
    await page.getByRole("button", { name: "Move the event back" }).click();
    await showsEventually(page, "On your calendar ✓");
    expect((await liveEvents(host))[0]?.start).toEqual(asBooked?.start);

    await moveByHand(browser, host);
    await pressUntil(
      page,
      "Check the calendar now",
      "Moved in Google: take Google’s time or put back",
    );
    const inGoogle = await textOf(page.getByText(/^In Google: /));
    expect(inGoogle).not.toContain(booked);
    await page.getByRole("button", { name: "Take Google’s time" }).click();
    await showsEventually(page, "On your calendar ✓");
    expect(inGoogle.startsWith(`In Google: ${await whenOf(page)} `)).toBe(true);
    await expect(
      page.getByText(/You took Google Calendar’s time: moved from .+ to /),
    ).toBeVisible();
    expect(await liveEvents(host)).toHaveLength(1);
    await page.context().close();
  });

  test(`R3.6 R6.4 a refused booking goes to another calendar, or stays without one, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    const fault = await addFault({
      match: eventsOf(host),
      status: 403,
      reason: "forbidden",
      times: null,
    });
    await book(browser, publicPage);
    await expect(async () => {
      await openBooking(page);
      await expect(stateOf(page)).toHaveText("Needs you: Google answered 403 (forbidden)", {
        timeout: 500,
      });
    }).toPass();

    await page.getByLabel("Another calendar").selectOption({ label: "Family" });
    await page.getByRole("button", { name: "Choose this calendar" }).click();
    await showsEventually(page, "On your calendar ✓");
    await expect(page.getByText("Calendar: Family")).toBeVisible();
    expect(await liveEvents(host)).toHaveLength(0);
    await clearFault(fault);

    const family = await deleteByHand(browser, host);
    expect(family).toContain("family");
    await pressUntil(page, "Check the calendar now", "Removed in Google: restore or cancel");
    await page.getByRole("button", { name: "Keep without a calendar event" }).click();
    await showsEventually(page, "Kept without a calendar event");
    await page.getByRole("button", { name: "Put it in the calendar" }).click();
    await showsEventually(page, "On your calendar ✓");
    await page.context().close();
  });

  test(`D4.8 a form that was shown before the booking changed does nothing, and the page says how it stands now, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await book(browser, publicPage);
    await openSyncedBooking(page);
    await deleteByHand(browser, host);
    await pressUntil(page, "Check the calendar now", "Removed in Google: restore or cancel");
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole("button", { name: "Keep without a calendar event" }).click();
    await showsEventually(other, "Kept without a calendar event");
    await page.getByRole("button", { name: "Choose this calendar" }).click();
    await expect(page.getByRole("alert")).toContainText("This booking has changed");
    await expect(stateOf(page)).toHaveText("Kept without a calendar event");
    // The next press is about what is shown now: it is no longer refused.
    await page.getByRole("button", { name: "Put it in the calendar" }).click();
    await showsEventually(page, "On your calendar ✓");
    await page.context().close();
  });
}

test("R3.3 without script, a guest who waits for the link of the meeting looks again until it is there", async ({
  browser,
}) => {
  const { page, host, publicPage } = await newHost(browser, false);
  const fault = await addFault({ match: eventsOf(host), status: 503, times: null });
  const guest = await newGuest(browser, false);
  await guest.goto(await book(browser, publicPage));
  await expect(guest.getByText("By Google Meet. The link appears here")).toBeVisible();
  await clearFault(fault);
  await expect(async () => {
    await guest.getByRole("link", { name: "Look again" }).click();
    await expect(guest.getByRole("link", { name: /meet\.google\.com/ })).toBeVisible({
      timeout: 500,
    });
  }).toPass();
  await expect(guest.getByRole("link", { name: "Look again" })).toHaveCount(0);
  await guest.context().close();
  await page.context().close();
});

// ---------------------------------------------------------------- steps

async function newHost(browser: Browser, javaScriptEnabled: boolean) {
  const host = newPerson("Ada Lovelace");
  const page = await newGuest(browser, javaScriptEnabled);
  return { page, host, publicPage: await becomeHost(page, host) };
}

/** @returns the guest's page of it */
async function book(browser: Browser, publicPage: string): Promise<string> {
  const guest = await newGuest(browser, false);
  await guest.goto(`${publicPage}/30-minute-meeting`);
  await guest
    .getByRole("link", { name: / to \d\d:\d\d/ })
    .first()
    .click();
  await guest.getByLabel("Your name").fill(GUEST);
  await guest.getByLabel("Your e-mail address").fill("grace@example.org");
  await pressBook(guest);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  const address = guest.url();
  await guest.context().close();
  return address;
}

/** The page of the host's only booking. */
async function openBooking(page: Page): Promise<void> {
  await page.goto("/dashboard");
  await page.getByRole("link", { name: /\d\d:\d\d – \d\d:\d\d/ }).click();
  await expect(page.getByRole("heading", { name: "In your calendar" })).toBeVisible();
}

async function openSyncedBooking(page: Page): Promise<void> {
  await openBooking(page);
  await showsEventually(page, "On your calendar ✓");
}

function stateOf(page: Page) {
  return page.getByRole("region", { name: "In your calendar" }).getByRole("status");
}

function whenOf(page: Page): Promise<string> {
  return textOf(page.getByRole("heading", { name: /\d\d:\d\d – \d\d:\d\d/ }));
}

/** Dates and times are kept together by spaces that don't break. */
async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? "").replaceAll("\u00a0", " ");
}

/** Without JavaScript nothing changes before the page is loaded again. */
async function showsEventually(page: Page, state: string): Promise<void> {
  await expect(async () => {
    await page.goto(new URL(page.url()).pathname);
    await expect(stateOf(page)).toHaveText(state, { timeout: 500 });
  }).toPass();
}

/** Presses the button; again if another try was just under way. */
async function pressUntil(page: Page, button: string, state: string): Promise<void> {
  await expect(async () => {
    if ((await stateOf(page).textContent()) === state) return;
    await page.getByRole("button", { name: button }).click();
    await expect(page.getByText(/^Tried just now|^Another try/)).toBeVisible();
    await expect(stateOf(page)).toHaveText(state, { timeout: 500 });
  }).toPass();
}

// ---------------------------------------------------------------- at Google's

async function openGoogle(browser: Browser, { email }: Person): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${sandboxOrigin()}/calendar?account=${encodeURIComponent(email)}`);
  await page.getByText(/^Move or delete/).click();
  return page;
}

/** @returns the calendar it was in */
async function deleteByHand(browser: Browser, host: Person): Promise<string> {
  const page = await openGoogle(browser, host);
  const calendar = page.locator('input[name="calendar"]').last();
  const id = (await calendar.getAttribute("value")) ?? "";
  await page.getByRole("button", { name: "Delete event" }).click();
  await expect(page.getByText(/^Move or delete/)).toHaveCount(0);
  await page.close();
  return id;
}

/** Two hours later than it was. */
async function moveByHand(browser: Browser, host: Person): Promise<void> {
  const page = await openGoogle(browser, host);
  for (const label of ["New start", "New end"]) {
    const field = page.getByLabel(label);
    const at = new Date(`${await field.inputValue()}Z`).getTime() + 2 * 3_600_000;
    await field.fill(new Date(at).toISOString().slice(0, 16));
  }
  await page.getByRole("button", { name: "Move event" }).click();
  await expect(page.getByText(/^Move or delete/)).toBeVisible();
  await page.close();
}

interface SandboxEvent {
  status: string;
  start: unknown;
}

/** In the host's primary calendar. */
async function liveEvents({ email }: Person): Promise<SandboxEvent[]> {
  const query = new URLSearchParams({ account: email, calendar: "primary" });
  const answer = await fetch(`${sandboxOrigin()}/sandbox/events?${query}`);
  const { events } = (await answer.json()) as { events: SandboxEvent[] };
  return events.filter(({ status }) => status !== "cancelled");
}

const eventsOf = ({ email }: Person) => ({ path: `/calendars/${email}/events` });

async function addFault(fault: object): Promise<string> {
  const answer = await fetch(`${sandboxOrigin()}/sandbox/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ effect: "refuse", ...fault }),
  });
  return ((await answer.json()) as { id: string }).id;
}

async function clearFault(id: string): Promise<void> {
  const body = new URLSearchParams({ id });
  await fetch(`${sandboxOrigin()}/sandbox/faults/clear`, { method: "POST", body });
}
