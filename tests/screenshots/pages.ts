// Every page that is photographed. To add one, add a line.
import type { Page } from "@playwright/test";
import { errorPages } from "./error-pages.ts";
import { hostPages } from "./host-pages.ts";
import type { HostName, SeededTown } from "./town.ts";

export interface Photographed {
  /** Of its file; unlike all others. */
  name: string;
  /** Whose browser opens it. */
  by: "guest" | HostName;
  path: (town: SeededTown) => string;
  /** What its requests carry beside what browsers send. */
  headers?: Record<string, string>;
  /** What to do there before it is photographed. */
  prepare?: (page: Page) => Promise<void>;
}

const guestPages: Photographed[] = [
  { name: "front-page", by: "guest", path: () => "/" },
  { name: "sign-in", by: "guest", path: () => "/sign-in" },
  { name: "sign-in-for-a-page", by: "guest", path: () => "/bookings?list=past" },
  { name: "host-page", by: "guest", path: ({ host }) => host },
  { name: "host-page-empty", by: "guest", path: ({ emptyHost }) => emptyHost },
  {
    name: "month-many-slots",
    by: "guest",
    path: ({ host, month }) => `${host}/quick?month=${month}`,
  },
  { name: "month-durations", by: "guest", path: ({ host }) => `${host}/interview` },
  {
    name: "month-empty-day",
    by: "guest",
    path: ({ host, sunday }) => `${host}/quick?day=${sunday}`,
  },
  { name: "month-empty", by: "guest", path: ({ emptyHost }) => `${emptyHost}/30-minute-meeting` },
  { name: "month-right-to-left", by: "guest", path: ({ host }) => `${host}/arabic` },
  {
    name: "month-zone-open",
    by: "guest",
    path: ({ host, month }) => `${host}/quick?month=${month}&tz=Asia/Kathmandu`,
    prepare: (page) => page.getByText(/All times are in/).click(),
  },
  {
    name: "details",
    by: "guest",
    path: ({ host, start }) => `${host}/quick/book?start=${start}&tz=Asia/Tokyo`,
  },
  {
    name: "details-questions",
    by: "guest",
    path: ({ host, start }) => `${host}/interview/book?start=${start}&tz=Europe/Berlin`,
  },
  {
    name: "details-errors",
    by: "guest",
    path: ({ host, start }) => `${host}/interview/book?start=${start}&tz=Europe/Berlin`,
    prepare: async (page) => {
      await page.locator("form").evaluate((form) => ((form as HTMLFormElement).noValidate = true));
      await page.getByLabel("Your name").fill("Grace Hopper");
      await page.getByRole("button", { name: "Book this time" }).click();
      await page.getByText("Enter your e-mail address.").waitFor();
    },
  },
  {
    name: "details-taken",
    by: "guest",
    path: ({ host, taken }) => `${host}/quick/book?start=${taken}&tz=Europe/Berlin`,
  },
  { name: "confirmed", by: "guest", path: ({ booking }) => booking },
  { name: "confirmed-invited", by: "guest", path: ({ invited }) => invited },
  { name: "cancelled", by: "guest", path: ({ cancelled }) => cancelled },
  { name: "move", by: "guest", path: ({ booking }) => `${booking}/move` },
  {
    name: "move-confirm",
    by: "guest",
    path: ({ booking, start }) => `${booking}/move?start=${start}&tz=America/New_York`,
  },
  { name: "edit", by: "guest", path: ({ booking }) => `${booking}/edit` },
  { name: "cancel", by: "guest", path: ({ booking }) => `${booking}/cancel` },
  { name: "styleguide", by: "guest", path: () => "/styleguide" },
];

export const pages = [...guestPages, ...errorPages, ...hostPages];
