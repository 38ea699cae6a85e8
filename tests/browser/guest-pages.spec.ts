// Every page of a guest, as everybody meets it: with other eyes, other hands, large letters, a small screen, no script.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { weigh } from "../bench/weight.ts";
import type { BuiltWorker } from "../built-worker.ts";
import { stampFrom } from "../read-form.ts";
import { startFailingWorker } from "../screenshots/failing-worker.ts";
import { pages } from "../screenshots/pages.ts";
import { type SeededTown, seedTown } from "../screenshots/town.ts";
import { openWindow, visit } from "../screenshots/visiting.ts";
import { pressOn, tabTo, tabToThis, typeInto } from "./keyboard.ts";
import { expectForEverybody, tooWide } from "./page-checks.ts";

let worker: BuiltWorker;
let town: SeededTown;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  worker = await startFailingWorker();
  town = await seedTown(worker);
});

test.afterAll(() => worker?.stop());

interface Visitor {
  javaScriptEnabled?: boolean;
  colorScheme?: "light" | "dark";
  timezoneId?: string;
  locale?: string;
  width?: number;
}

async function newVisitor(browser: Browser, asked: Visitor = {}): Promise<Page> {
  const { width = 1280, timezoneId = "Europe/Berlin", ...rest } = asked;
  const viewport = { width, height: 900 };
  return openWindow(browser, worker, town, "guest", { viewport, timezoneId, ...rest });
}

const guestPages = pages.filter(({ by }) => by === "guest");

for (const one of guestPages) {
  test(`D7 ${one.name}: no violation of WCAG 2.2 AA in either theme; reads downwards at 320 px and with text twice as large; targets can be hit`, async ({
    browser,
  }) => {
    const page = await newVisitor(browser);
    const blocked: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) blocked.push(message.text());
    });
    await visit(page, town, one);
    // Everything that the page asks for is something that it may have.
    expect(blocked).toEqual([]);
    await expectForEverybody(page);
    await page.context().close();
  });
}

test("R7.4 on a phone no line ends within a range of times, on twelve hours neither", async ({
  browser,
}) => {
  for (const locale of ["en-GB", "en-US"]) {
    const page = await newVisitor(browser, { width: 360, locale });
    for (const path of [
      town.invited,
      `${town.invited}/edit`,
      `${town.invited}/cancel`,
      `${town.invited}/move`,
      `${town.invited}/move?start=${town.start}&tz=America/New_York`,
      `${town.host}/quick/book?start=${town.start}&tz=America/New_York`,
      `${town.host}/quick/book?start=${town.taken}&tz=America/New_York`,
    ]) {
      await page.goto(path);
      const ranges = page.getByText(/^\d+:\d\d(\s[AP]M)? (–|to) \d+:\d\d(\s[AP]M)?$/);
      const lines = await ranges.evaluateAll((elements) =>
        elements.map((element) => element.getClientRects().length),
      );
      expect([locale, path, lines.length > 0, lines.every((count) => count === 1)]).toEqual([
        ...[locale, path, true, true],
      ]);
      expect([locale, path, await tooWide(page)]).toEqual([locale, path, []]);
    }
    await page.context().close();
  }
});

test("D7 with the keyboard alone, and no script, a guest chooses another day and a time, books it, edits it, moves it and cancels it", async ({
  browser,
}) => {
  const page = await newVisitor(browser, { javaScriptEnabled: false });
  await page.goto(`${town.host}/quick?month=${town.month}&tz=Europe/Berlin`);
  const days = page.getByRole("table").getByRole("link");
  await pressOn(page, (await days.nth(4).getAttribute("aria-label")) ?? "");
  await expect(days.nth(4)).toHaveAttribute("aria-current", "date");
  const slot = page.getByRole("link", { name: / to \d/ }).nth(2);
  const name = (await slot.getAttribute("aria-label")) ?? "";
  await pressOn(page, name);
  await expect(page.getByText(name)).toBeVisible();
  await tabTo(page, "Your name");
  await page.keyboard.type("Grace Hopper");
  await page.keyboard.press("Tab");
  await page.keyboard.type("grace@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Book this time" })).toBeFocused();
  await page.waitForTimeout(2_100);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");

  await pressOn(page, "Change details");
  await typeInto(page, "Your name", "Grace B. Hopper");
  await pressOn(page, "Save");
  await expect(page.getByText("Your details are saved.")).toBeVisible();
  await pressOn(page, "Choose another time");
  await tabToThis(page, page.getByRole("link", { name: / to \d/ }).nth(1), "another time");
  await page.keyboard.press("Enter");
  await pressOn(page, "Move to this time");
  await expect(page.getByText("Your booking has its new time.")).toBeVisible();
  await pressOn(page, "Cancel this booking");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancel this booking?");
  await pressOn(page, "Cancel this booking");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This booking is cancelled");
  await page.context().close();
});

test("D10 a full month of a day's forty slots weighs what a booking page may, and nothing moves once it is painted", async ({
  browser,
}) => {
  const path = `${town.host}/quick?month=${town.month}&day=${town.month}-15&tz=Europe/Berlin`;
  const { htmlBytes, cssBytes, jsBytes, requests, thirdParty } = await weigh(worker.origin + path);
  console.log({ htmlBytes, cssBytes, jsBytes, requests });
  expect(htmlBytes + cssBytes).toBeLessThanOrEqual(30_000);
  expect(jsBytes).toBeLessThanOrEqual(5_000);
  expect(requests).toBeLessThanOrEqual(4);
  expect(thirdParty).toBe(0);
  const page = await newVisitor(browser, { width: 390 });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as unknown as { value: number }[];
      const before = Number(document.documentElement.dataset.shift ?? 0);
      const sum = shifts.reduce((all, { value }) => all + value, before);
      document.documentElement.dataset.shift = String(sum);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(path);
  await expect(page.getByRole("link", { name: / to \d/ })).toHaveCount(40);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))).toBe(0);
  await page.context().close();
});

test("R7.4 a zone that was guessed gives way to the browser's own; without script the guess stays, and a choice always does", async ({
  browser,
}) => {
  const path = `${town.host}/quick`;
  const far = await newVisitor(browser, { timezoneId: "Asia/Tokyo" });
  await far.goto(path);
  await expect(far.getByText("All times are in Asia/Tokyo (GMT+9)")).toBeVisible();
  await far.goto(`${path}?tz=Europe/Berlin`);
  await expect(far.getByText("All times are in Europe/Berlin (GMT+1)")).toBeVisible();
  const plain = await newVisitor(browser, { timezoneId: "Asia/Tokyo", javaScriptEnabled: false });
  await plain.goto(path);
  await expect(plain.getByText("All times are in Europe/Berlin")).toBeVisible();
  await far.context().close();
  await plain.context().close();
});

test("R7.5 with the script, who goes back for another time finds what they typed, and a form is sent once", async ({
  browser,
}) => {
  const page = await newVisitor(browser);
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") posts += 1;
  });
  const chooseLast = () =>
    page
      .getByRole("link", { name: / to \d/ })
      .last()
      .click();
  await page.goto(`${town.host}/interview?month=${town.month}`);
  await chooseLast();
  await page.getByLabel("Your name").fill("Mary Somerville");
  await page.getByLabel("English").check();
  await page.getByRole("link", { name: "Other times" }).click();
  await chooseLast();
  await expect(page.getByLabel("Your name")).toHaveValue("Mary Somerville");
  await expect(page.getByLabel("English")).toBeChecked();
  await page.getByLabel("Your e-mail address").fill("mary@example.org");
  await page.getByLabel("Your phone number").fill("+49 30 123456");
  await page.getByLabel("Which position").fill("Astronomer");
  const key = await page.locator('input[name="key"]').inputValue();
  const stamp = await stampFrom(60_000, key);
  await page.locator('input[name="stamp"]').evaluate((input, value) => {
    (input as HTMLInputElement).value = value;
  }, stamp);
  await page.getByRole("button", { name: "Book this time" }).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your booking is confirmed");
  expect(posts).toBe(1);
  await page.context().close();
});

test("R7.5 with the script, a form that is never answered can be sent once more", async ({
  browser,
}) => {
  const page = await newVisitor(browser);
  await page.clock.install();
  await page.goto(`${town.booking}/cancel`);
  // With this answer a browser stays on the page, as it does for whoever has stopped waiting.
  await page.route("**/cancel", (route) => route.fulfill({ status: 204 }));
  const button = page.locator("form [type=submit]");
  await button.click();
  await expect(button).toHaveText("Cancelling…");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await page.clock.fastForward(20_000);
  await expect(button).toHaveText("Cancel this booking");
  await expect(button).not.toHaveAttribute("aria-disabled");
  await page.context().close();
});

test("R7.8 with the script, the address of a booking is copied with one press; without, there is no button for it", async ({
  browser,
}) => {
  const page = await newVisitor(browser);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(town.booking);
  await page.getByRole("button", { name: "Copy the address" }).click();
  await expect(
    page
      .getByRole("status")
      .getByText("The address is copied.")
      .or(page.getByText("The address is copied.")),
  ).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  const plain = await newVisitor(browser, { javaScriptEnabled: false });
  await plain.goto(town.booking);
  await expect(plain.getByRole("button")).toHaveCount(0);
  await page.context().close();
  await plain.context().close();
});

test("R7.4 hours are counted to twelve for those whose browser does", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: worker.origin, locale: "en-US" });
  const page = await context.newPage();
  await page.goto(`${town.host}/quick?month=${town.month}&tz=Europe/Berlin`);
  await expect(page.getByRole("link", { name: /, 2:15\sPM to 2:30\sPM$/ })).toHaveText(
    /^2:15\sPM$/,
  );
  await context.close();
});

test("R7.8 a booking on paper has the address that leads back to it, and nothing to press", async ({
  browser,
}) => {
  const page = await newVisitor(browser);
  await page.goto(town.booking);
  const address = page.getByText(page.url(), { exact: true });
  const changes = page.getByRole("navigation", { name: "Change this booking" });
  const file = page.getByRole("link", { name: "Add it to your calendar" });
  for (const [media, isPaper] of [
    ["screen", false],
    ["print", true],
  ] as const) {
    await page.emulateMedia({ media });
    await expect(address).toBeVisible({ visible: isPaper });
    await expect(changes).toBeVisible({ visible: !isPaper });
    await expect(file).toBeVisible({ visible: !isPaper });
  }
  await page.context().close();
});

test("D7 a link to a public page says what it is, and a private one nothing", async ({
  browser,
}) => {
  const page = await newVisitor(browser, { javaScriptEnabled: false });
  const meta = (name: string) => page.locator(`meta[property="${name}"], meta[name="${name}"]`);
  await page.goto(`${town.host}/quick?tz=Asia/Tokyo`);
  const address = `${worker.origin}${town.host}/quick`;
  await expect(meta("og:title")).toHaveAttribute(
    "content",
    /^Quick question ☕ with Dr\. Anneliese/,
  );
  await expect(meta("description")).toHaveAttribute("content", "Fifteen minutes about anything.");
  await expect(meta("og:url")).toHaveAttribute("content", address);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", address);
  const image = (await meta("og:image").getAttribute("content")) ?? "";
  for (const file of [image, "/robots.txt", "/manifest.webmanifest", "/apple-touch-icon.png"]) {
    expect([file, (await page.request.get(file)).status()]).toEqual([file, 200]);
  }
  for (const path of [town.booking, `${town.host}/quick/book?start=${town.start}`]) {
    await page.goto(path);
    await expect(meta("robots")).toHaveAttribute("content", "noindex");
    await expect(meta("og:title")).toHaveCount(0);
  }
  await page.context().close();
});

test("D7 an old link to one event type leads on to what its host offers now", async ({
  browser,
}) => {
  const page = await newVisitor(browser, { javaScriptEnabled: false });
  const answer = await page.goto(`${town.host}/long-gone`);
  expect(answer?.status()).toBe(404);
  await page.getByRole("link", { name: /^See what Dr\. Anneliese/ }).click();
  await expect(page.getByRole("link", { name: /Job interview/ })).toBeVisible();
  await page.context().close();
});

test("D7 nothing moves for those who want it still", async ({ browser }) => {
  const page = await newVisitor(browser);
  const transition = () =>
    page
      .getByRole("link", { name: / to \d/ })
      .first()
      .evaluate((link) => getComputedStyle(link).transitionDuration);
  await page.goto(`${town.host}/quick?month=${town.month}`);
  expect(await transition()).not.toBe("0s");
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await transition()).toBe("0s");
  await page.context().close();
});
