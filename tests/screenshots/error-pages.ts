// Everything that goes wrong, as guests meet it. What a host meets looks the same: these pages have no navigation.
import type { Page } from "@playwright/test";
import { DATABASE_HEADER } from "./failing-worker.ts";
import type { Photographed } from "./pages.ts";

/** As wrangler.toml says, for each address within a minute. */
const MOST_FORMS = 20;

export const errorPages: Photographed[] = [
  { name: "error-404", by: "guest", path: () => "/nobody-at-all" },
  { name: "error-404-of-a-host", by: "guest", path: ({ host }) => `${host}/long-gone` },
  { name: "error-410", by: "guest", path: ({ gone }) => gone },
  {
    name: "error-422",
    by: "guest",
    path: ({ host, start }) => `${host}/quick/book?start=${start}&tz=Europe/Berlin`,
    prepare: async (page) => {
      await fillInDetails(page, "grace@");
      await page.locator("form").evaluate((form) => ((form as HTMLFormElement).noValidate = true));
      await page.getByRole("button", { name: "Book this time" }).click();
      await page.locator('[aria-invalid="true"]').waitFor();
    },
  },
  {
    name: "error-429",
    by: "guest",
    path: ({ host, start }) => `${host}/quick/book?start=${start}&tz=Europe/Berlin`,
    prepare: async (page) => {
      await fillInDetails(page, "grace@example.org");
      await useUpForms(page);
      await page.getByRole("button", { name: "Book this time" }).click();
      await page.getByRole("heading", { name: "Please wait a minute" }).waitFor();
    },
  },
  {
    name: "error-500",
    by: "guest",
    headers: { [DATABASE_HEADER]: "broken" },
    path: ({ host }) => host,
  },
  {
    name: "error-503",
    by: "guest",
    headers: { [DATABASE_HEADER]: "away" },
    path: ({ host }) => host,
  },
  {
    name: "error-503-of-a-form",
    by: "guest",
    path: ({ host, start }) => `${host}/quick/book?start=${start}&tz=Europe/Berlin`,
    prepare: async (page) => {
      await fillInDetails(page, "grace@example.org");
      await page.setExtraHTTPHeaders({ [DATABASE_HEADER]: "away" });
      await page.getByRole("button", { name: "Book this time" }).click();
      await page.getByRole("button", { name: "Try again" }).waitFor();
    },
  },
];

async function fillInDetails(page: Page, email: string): Promise<void> {
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("Your e-mail address").fill(email);
}

let networks = 0;

/** Sends forms from a network of its own until one is too many: the page's next one is too. */
async function useUpForms(page: Page): Promise<void> {
  await untilMinuteIsYoung(page);
  networks += 1;
  const headers = { "CF-Connecting-IP": `198.51.100.${networks}` };
  await page.setExtraHTTPHeaders(headers);
  for (let sent = 0; sent <= MOST_FORMS; sent += 1) {
    const answer = await page.request.post(page.url(), { headers, form: { email: "wrong" } });
    if (answer.status() === 429) return;
  }
  throw new Error("no form was one too many");
}

/** Forms are counted anew with each minute of the clock: one that began in between would let the page's own through. */
async function untilMinuteIsYoung(page: Page): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 20_000) await page.waitForTimeout(left + 100);
}
