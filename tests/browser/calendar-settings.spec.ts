// Settings → Google Calendar: each state that the page can show, what it says, and what the host can do there.
import { type Browser, expect, type Page, test } from "@playwright/test";
import {
  becomeHost,
  bookFirstTime,
  chooseAccount,
  connectCalendar,
  newGuest,
  newPerson,
  type Person,
  signIn,
} from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";
import { violationsOf } from "./page-checks.ts";

const PAGE = "/settings/calendar";

test.afterEach(() => clearFaults());

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R1.1 R6.1 not connected: why each permission is asked; denied, nothing has changed, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Ada Lovelace");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.goto("/settings");
    await expect(page.getByText("Not connected")).toBeVisible();
    await page.getByRole("link", { name: "Connect a Google Calendar" }).click();
    await showsState(page, "No calendar is connected");
    await expect(page.getByText("see when you are busy, so that nobody can")).toBeVisible();

    await page.getByRole("button", { name: "Connect Google Calendar" }).click();
    await pickAccount(page, host);
    await page.getByRole("button", { name: "Deny" }).click();
    await showsState(page, "You said no at Google");
    await expect(page.getByText("Nothing was connected, and nothing has changed.")).toBeVisible();
    await connectCalendar(page, host);
    await page.context().close();
  });

  test(`R6.2 a box left unticked connects nothing, and the page names it, ${how}`, async ({
    browser,
  }) => {
    const host = newPerson("Ada Lovelace");
    const page = await newGuest(browser, javaScriptEnabled);
    await signIn(page, host);
    await page.goto(PAGE);
    await page.getByRole("button", { name: "Connect Google Calendar" }).click();
    await pickAccount(page, host);
    await page.locator('input[value$="calendar.events.owned"]').uncheck();
    await page.getByRole("button", { name: "Continue" }).click();
    await showsState(page, "A permission is missing");
    await expect(page.getByText("add, change and remove bookings in your own")).toBeVisible();
    await expect(page.getByText("see when you are busy")).toHaveCount(0);
    await consent(page, "Connect Google Calendar", host);
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R1.4 R2.1 R2.2 R2.4 connected: what is read and written, and a choice that is kept, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await page.goto("/settings");
    await page.getByRole("link", { name: "Google Calendar settings" }).click();
    await showsState(page, "Connected");
    const state = page.getByRole("region", { name: "Connected" });
    for (const text of [host.email, "when the conflict calendars are busy", "the events of your"]) {
      await expect(state.getByText(text).first()).toBeVisible();
    }
    const choice = page.getByRole("group", { name: "Destination calendar" });
    await expect(choice.getByLabel(`${host.email} (primary)`)).toBeChecked();
    await expect(choice.getByLabel(/Holidays in Germany/)).toBeDisabled();
    await expect(choice.getByText("You can only read it.")).toBeVisible();
    const conflicts = page.getByRole("group", { name: "Conflict calendars" });
    await expect(conflicts.getByLabel(/primary/)).toBeChecked();

    await choice.getByLabel("Family").check();
    await conflicts.getByLabel("Holidays in Germany").check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. It counts for bookings from now on")).toBeVisible();
    await page.goto(PAGE);
    await expect(choice.getByLabel("Family")).toBeChecked();
    await expect(conflicts.getByLabel("Holidays in Germany")).toBeChecked();
    await expect(state.getByText("Family", { exact: true })).toBeVisible();
    await page.context().close();
  });

  test(`R2.5 Google unavailable: within two seconds what is stored, then Retry, ${how}`, async ({
    browser,
  }) => {
    const { page } = await newHost(browser, javaScriptEnabled);
    await addFault({ match: { path: "calendarList.list" }, effect: "slow", delayMs: 6_000 });
    const asked = Date.now();
    await page.goto(PAGE);
    expect(Date.now() - asked).toBeLessThan(4_000);
    await showsState(page, "Google is not available");
    await expect(page.getByLabel(/primary/).first()).toBeChecked();
    await page.getByRole("button", { name: "Retry" }).click();
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R3.6 behind: how many bookings, since when, and the way to them, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await addFault({ match: eventsOf(host), effect: "refuse", status: 503, times: null });
    await book(browser, publicPage);
    await eventuallyShows(page, "Connected, but behind");
    await expect(page.getByText("1 booking is out of step with your calendar")).toBeVisible();
    await page.getByRole("link", { name: "See what waits, and why" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sync");
    await page.context().close();
  });

  test(`R4.3 needs reconnect: what waits is counted, said on every page, and delivered, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await fetch(`${sandboxOrigin()}/sandbox/accounts/${host.email}/kill-tokens`, {
      method: "POST",
    });
    await book(browser, publicPage);
    await eventuallyShows(page, "Please reconnect Google Calendar");
    await expect(async () => {
      await page.goto(PAGE);
      await expect(page.getByText("1 booking waits for it.")).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(page.getByText("Nothing is lost")).toBeVisible();
    for (const path of ["/dashboard", "/settings", "/sync"]) {
      await page.goto(path);
      const banner = page.getByRole("complementary", { name: "Google Calendar" });
      await expect(banner).toContainText("1 booking waits; nothing is lost.");
    }
    await page.getByRole("link", { name: "Put it right" }).click();
    // The page before has a button of that name too, which leads back there.
    await page.waitForURL(/\/settings\/calendar$/);
    await consent(page, "Reconnect Google Calendar", host);
    await expect(page.getByText("Google Calendar is connected.")).toBeVisible();
    await eventuallyShows(page, "Connected");
    await page.context().close();
  });

  test(`R6.2 a permission taken back at Google, ${how}`, async ({ browser }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await addFault({
      match: { path: "calendarList.list" },
      effect: "refuse",
      status: 403,
      reason: "insufficientPermissions",
    });
    await page.goto(PAGE);
    await showsState(page, "A permission is missing");
    await expect(page.getByText("was taken back at Google")).toBeVisible();
    await expect(page.getByText("No booking waits for it.")).toBeVisible();
    await consent(page, "Reconnect Google Calendar", host);
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R4.3 blocked by an administrator, ${how}`, async ({ browser }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await fetch(`${sandboxOrigin()}/sandbox/accounts/${host.email}/expire-access-tokens`, {
      method: "POST",
    });
    await addFault({
      match: { path: "token", grantType: "refresh_token" },
      effect: "refuse",
      status: 400,
      reason: "admin_policy_enforced",
    });
    await page.goto(PAGE);
    await showsState(page, "Blocked by an administrator");
    await expect(page.getByText(`The administrator of ${host.email}`)).toBeVisible();
    await page.goto("/dashboard");
    await expect(page.getByText("has blocked Slotkeeper. Bookings go on")).toBeVisible();
    await page.goto(PAGE);
    await consent(page, "Reconnect Google Calendar", host);
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R6.4 the destination is deleted at Google: its bookings move to another calendar, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await useFamily(page);
    await book(browser, publicPage);
    await eventuallyShows(page, "Connected");
    await changeFamily(browser, host, "Delete for everybody Family");
    await page.goto(PAGE);
    await showsState(page, "Your destination calendar is gone");
    await expect(page.getByText(/1 booking still to come belongs in it/)).toBeVisible();
    await page.getByRole("button", { name: "Move bookings there" }).click();
    await expect(page.getByText("Coming bookings are being moved")).toBeVisible();
    await eventuallyShows(page, "Connected");
    expect(await liveEvents(host)).toHaveLength(1);
    await page.context().close();
  });

  test(`R6.4 the destination is no longer the host's to write to, ${how}`, async ({ browser }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await useFamily(page);
    await changeFamily(browser, host, "Save Family", "reader");
    await page.goto(PAGE);
    await showsState(page, "Your destination calendar is no longer yours to write to");
    await expect(page.getByText("No coming booking is in it")).toBeVisible();
    await page.getByRole("button", { name: "Move bookings there" }).click();
    await showsState(page, "Connected");
    await expect(page.getByLabel(/Family/).first()).toBeDisabled();
    await page.context().close();
  });

  test(`R1.5 R4.1 disconnecting shows what is left, and can be ended; disconnected says what Google knows, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await book(browser, publicPage);
    await expect(async () => expect(await liveEvents(host)).toHaveLength(1)).toPass();
    await eventuallyShows(page, "Connected");
    await addFault({
      match: { ...eventsOf(host), method: "DELETE" },
      effect: "refuse",
      status: 503,
      times: null,
    });
    await page.getByRole("link", { name: "Disconnect…" }).click();
    await expect(page.getByText("1 booking still to come has an event there.")).toBeVisible();
    await page.getByLabel(/^Remove them from the calendar/).check();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await showsState(page, "Disconnecting…");
    await expect(page.getByText("1 event is still to be removed")).toBeVisible();

    await addFault({ match: { path: "revoke" }, effect: "refuse", status: 503, times: null });
    await page.getByRole("button", { name: "Disconnect now" }).click();
    await showsState(page, "Disconnected");
    await expect(page.getByText("Google could not be told yet")).toBeVisible();
    await expect(page.getByRole("link", { name: "End the access at Google" })).toHaveAttribute(
      "href",
      "https://myaccount.google.com/permissions",
    );
    await page.context().close();
  });

  test(`R1.5 R4.1 disconnected: the second press finds it done, and connecting again works, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await page.goto(PAGE);
    await page.getByRole("link", { name: "Disconnect…" }).click();
    await expect(page.getByText("the next time you sign in")).toBeVisible();
    const twin = await page.context().newPage();
    await twin.goto(page.url());
    await page.getByRole("button", { name: "Disconnect" }).click();
    await showsState(page, "Disconnected");
    await expect(page.getByText("Google has ended our access")).toBeVisible();
    await twin.getByRole("button", { name: "Disconnect" }).click();
    await expect(twin.getByText("nothing was left to do")).toBeVisible();
    await page.goto("/settings");
    await expect(page.getByText("Disconnected")).toBeVisible();
    await connectCalendar(page, host);
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R4.4 another account than the one awaited: both are named, and either can be chosen, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    const other = newPerson("Grace Hopper");
    await fetch(`${sandboxOrigin()}/sandbox/accounts/${host.email}/kill-tokens`, {
      method: "POST",
    });
    await page.goto(PAGE);
    await consent(page, "Reconnect Google Calendar", other);
    await expect(page.getByRole("heading", { name: "Which Google account" })).toBeVisible();
    await expect(page.getByText(`at Google you chose ${other.email}`)).toBeVisible();
    await expect(page.getByRole("button", { name: `Try ${host.email} again` })).toBeVisible();
    await showsState(page, "Please reconnect Google Calendar");
    await consent(page, `Use ${other.email} instead`, other);
    await showsState(page, "Connected");
    await expect(page.getByLabel(`${other.email} (primary)`).first()).toBeChecked();
    const earlier = page.getByRole("region", { name: "Other connected accounts" });
    await expect(earlier).toContainText(host.email);
    await consent(page, `Reconnect ${host.email}`, host);
    await expect(page.getByLabel(`${other.email} (primary)`).first()).toBeChecked();
    await earlier.getByRole("link", { name: "Disconnect…" }).click();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByText("Done. The account is disconnected.")).toBeVisible();
    await expect(earlier).toHaveCount(0);
    await showsState(page, "Connected");
    await page.context().close();
  });

  test(`R4.4 disconnected with bookings left there: another account is asked about, and the old one stays listed, ${how}`, async ({
    browser,
  }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    const other = newPerson("Grace Hopper");
    await book(browser, publicPage);
    await expect(async () => expect(await liveEvents(host)).toHaveLength(1)).toPass();
    await page.goto(PAGE);
    await page.getByRole("link", { name: "Disconnect…" }).click();
    await expect(page.getByText("Busy times there no longer take slots off")).toBeVisible();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await showsState(page, "Disconnected");
    const left = `1 booking still to come belongs in the calendar of ${host.email}.`;
    await expect(page.getByText(left)).toBeVisible();
    await expect(page.getByText("Busy times of this account take no slots off")).toBeVisible();

    await consent(page, "Connect Google Calendar", other);
    await expect(page.getByText(`${host.email} was connected here before`)).toBeVisible();
    await expect(page.getByText("no longer follows its booking unless")).toBeVisible();
    await showsState(page, "Disconnected");
    await consent(page, `Use ${other.email} instead`, other);
    await showsState(page, "Connected");
    await expect(page.getByText("none yet with this account")).toBeVisible();
    const ended = page.getByRole("region", { name: "Disconnected, but with bookings" });
    await expect(ended.getByText(left)).toBeVisible();
    expect(await liveEvents(host)).toHaveLength(1);
    await consent(page, `Connect ${host.email} again`, host);
    await expect(ended).toHaveCount(0);
    await expect(page.getByLabel(`${other.email} (primary)`).first()).toBeChecked();
    await page.context().close();
  });

  test(`R2.1 the list loaded again: the page says that it is up to date, and what has changed, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await page.goto(PAGE);
    const again = () => page.getByRole("button", { name: "Load the list of calendars again" });
    const answer = page.getByRole("status").filter({ hasText: "up to date" });
    await again().click();
    await expect(answer).toHaveText(
      /^The list is up to date: 3 calendars, as of \d\d:\d\d (Europe\/Berlin \(GMT\+\d\)|UTC)\.$/,
    );
    await addCalendars(browser, host, 2);
    await again().click();
    await expect(answer).toHaveText(/5 calendars, .* New: Calendar 1, Calendar 2\.$/);
    await addFault({ match: { path: "calendarList.list" }, effect: "refuse", status: 503 });
    await again().click();
    await expect(page.getByRole("status").filter({ hasText: "did not answer" })).toBeVisible();
    await showsState(page, "Google is not available");
    await page.context().close();
  });

  test(`R4.3 who reconnects for a booking comes back to it, ${how}`, async ({ browser }) => {
    const { page, host, publicPage } = await newHost(browser, javaScriptEnabled);
    await fetch(`${sandboxOrigin()}/sandbox/accounts/${host.email}/kill-tokens`, {
      method: "POST",
    });
    await book(browser, publicPage);
    await eventuallyShows(page, "Please reconnect Google Calendar");
    await page.goto("/dashboard");
    await page.getByRole("link", { name: /\d\d:\d\d – \d\d:\d\d/ }).click();
    await page.waitForURL(/\/bookings\//);
    const reconnect = page.getByRole("main").getByRole("link", { name: "Reconnect Google" });
    await expect(async () => {
      await page.reload();
      await expect(reconnect).toBeVisible({ timeout: 500 });
    }).toPass();
    const booking = new URL(page.url()).pathname;
    await reconnect.click();
    await expect(page.getByRole("link", { name: "Back to the booking" })).toBeVisible();
    await page.getByRole("button", { name: "Reconnect Google Calendar" }).click();
    await pickAccount(page, host);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("Google Calendar is connected. What waited")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(booking);
    await page.context().close();
  });

  test(`R2.1 250 calendars: the page stays short, and each of them can be chosen, ${how}`, async ({
    browser,
  }) => {
    const { page, host } = await newHost(browser, javaScriptEnabled);
    await addCalendars(browser, host, 250);
    await page.goto(PAGE);
    await showsState(page, "Connected");
    const choice = page.getByRole("group", { name: "Destination calendar" });
    await choice
      .getByText(/^Show \d+ more$/)
      .first()
      .click();
    await choice.getByLabel("Calendar 250").check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. It counts for bookings from now on")).toBeVisible();
    await page.goto(PAGE);
    await expect(choice.getByLabel("Calendar 250")).toBeChecked();
    await expect(choice.getByLabel("Calendar 250")).toBeVisible();
    await page.context().close();
  });
}

test("R2.5 loading: the page says so while Google is asked, with JavaScript", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  const match = { path: "calendarList.list" };
  await addFault({ match, effect: "slow", delayMs: 2_500, times: null });
  await goToSettings(page);
  await showsState(page, "Loading your calendars…");
  await showsState(page, "Connected");
  await page.context().close();
});

test("R2.4 a choice of calendars that is not saved is not left without a question, and a saved one is", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  await goToSettings(page);
  await showsState(page, "Connected");
  const family = page.getByRole("group", { name: "Conflict calendars" }).getByLabel("Family");
  await family.check();
  await page.getByRole("link", { name: "All settings" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Stay on this page" }).click();
  await expect(family).toBeChecked();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It counts for bookings from now on")).toBeVisible();
  await page.getByRole("link", { name: "All settings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  await page.context().close();
});

test("R2.5 R6.4 what was asked for once more says that it is under way while Google is slow, with JavaScript", async ({
  browser,
}) => {
  const { page } = await newHost(browser, true);
  await goToSettings(page);
  await showsState(page, "Connected");
  const match = { path: "calendarList.list" };
  await addFault({ match, effect: "slow", delayMs: 1_500, times: null });
  for (const [label, busy] of [
    ["Save", "Saving…"],
    ["Save", "Saving…"],
    ["Load the list of calendars again", "Asking Google…"],
  ] as const) {
    await page.getByRole("button", { name: label }).click();
    await expect(page.getByRole("button", { name: busy })).toBeVisible();
    await page.waitForTimeout(800);
    await expect(page.getByRole("button", { name: busy })).toBeVisible();
    await expect(page.getByRole("button", { name: label })).toBeVisible();
  }
  await page.context().close();
});

// ---------------------------------------------------------------- steps

async function newHost(browser: Browser, javaScriptEnabled: boolean) {
  const host = newPerson("Ada Lovelace");
  const page = await newGuest(browser, javaScriptEnabled);
  return { page, host, publicPage: await becomeHost(page, host) };
}

/** From the page of all settings, without loading another document. */
async function goToSettings(page: Page): Promise<void> {
  await page.goto("/settings");
  // Before the page is alive its links load documents.
  await page.waitForFunction(() => "__remixRouter" in window);
  await page.getByRole("link", { name: "Google Calendar settings" }).click();
}

/** The one state that the page is in, in which everybody can use it. */
async function showsState(page: Page, title: string): Promise<void> {
  await expect(page.locator("#state")).toHaveText(title);
  // axe waits by timers, which stand still where there is no script; what it sees is the same there.
  const runsScript = await page.evaluate(() => matchMedia("(scripting: enabled)").matches);
  if (runsScript) expect(await violationsOf(page), title).toEqual([]);
}

/** Once what is under way behind the page is done. */
async function eventuallyShows(page: Page, title: string): Promise<void> {
  await expect(async () => {
    await page.goto(PAGE);
    await expect(page.locator("#state")).toHaveText(title, { timeout: 500 });
  }).toPass();
}

/** Through Google's pages, with every box ticked. */
async function consent(page: Page, button: string, person: Person): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await pickAccount(page, person);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/settings\/calendar/);
}

async function pickAccount(page: Page, person: Person): Promise<void> {
  await page.waitForURL(/\/o\/oauth2\//);
  await chooseAccount(page, person);
}

async function useFamily(page: Page): Promise<void> {
  await page.goto(PAGE);
  await page.getByRole("group", { name: "Destination calendar" }).getByLabel("Family").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It counts")).toBeVisible();
}

async function book(browser: Browser, publicPage: string): Promise<void> {
  const guest = await newGuest(browser, false);
  await guest.goto(`${publicPage}/30-minute-meeting`);
  await bookFirstTime(guest);
  await guest.context().close();
}

// ---------------------------------------------------------------- at Google's

async function openList(browser: Browser, { email }: Person): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${sandboxOrigin()}/calendar/list?account=${encodeURIComponent(email)}`);
  return page;
}

async function changeFamily(
  browser: Browser,
  host: Person,
  button: string,
  role?: string,
): Promise<void> {
  const page = await openList(browser, host);
  const card = page.locator("form", { has: page.getByRole("heading", { name: "Family" }) });
  if (role) await card.getByLabel("Role").selectOption(role);
  await card.getByRole("button", { name: button }).click();
  await page.waitForURL(/\/calendar\/list/);
  await page.close();
}

async function addCalendars(browser: Browser, host: Person, count: number): Promise<void> {
  const page = await openList(browser, host);
  await page.getByLabel("How many").fill(String(count));
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText(`Calendar ${count}`).first()).toBeVisible();
  await page.close();
}

const eventsOf = ({ email }: Person) => ({ path: `/calendars/${email}/events` });

/** In the host's primary calendar. */
async function liveEvents({ email }: Person): Promise<object[]> {
  const query = new URLSearchParams({ account: email, calendar: "primary" });
  const answer = await fetch(`${sandboxOrigin()}/sandbox/events?${query}`);
  const { events } = (await answer.json()) as { events: { status: string }[] };
  return events.filter(({ status }) => status !== "cancelled");
}

async function addFault(fault: object): Promise<void> {
  const answer = await fetch(`${sandboxOrigin()}/sandbox/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(201);
}

async function clearFaults(): Promise<void> {
  await fetch(`${sandboxOrigin()}/sandbox/faults`, { method: "DELETE" });
}
