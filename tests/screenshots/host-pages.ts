// The pages of the host's area in all their states.
import type { Page } from "@playwright/test";
import { eventTypeId } from "./described-host.ts";
import type { Photographed } from "./pages.ts";

/** Has questions and several durations. */
const INTERVIEW = eventTypeId(1);

export const hostPages: Photographed[] = [
  { name: "dashboard", by: "host", path: () => "/dashboard" },
  { name: "dashboard-new-host", by: "newHost", path: () => "/dashboard" },
  { name: "dashboard-reconnect", by: "brokenHost", path: () => "/dashboard" },
  {
    name: "menu",
    by: "host",
    path: () => "/bookings",
    prepare: async (page) => {
      const menu = page.getByRole("button", { name: "Menu" });
      if (await menu.isVisible()) await menu.click();
    },
  },
  { name: "welcome", by: "newHost", path: () => "/welcome" },
  { name: "welcome-hours", by: "newHost", path: () => "/welcome/hours" },
  { name: "welcome-calendar", by: "newHost", path: () => "/welcome/calendar" },
  { name: "welcome-calendar-connected", by: "calmHost", path: () => "/welcome/calendar" },
  { name: "welcome-share", by: "newHost", path: () => "/welcome/share" },

  { name: "bookings", by: "host", path: () => "/bookings" },
  { name: "bookings-past", by: "host", path: () => "/bookings?list=past" },
  { name: "bookings-cancelled", by: "host", path: () => "/bookings?list=cancelled" },
  {
    name: "bookings-filtered",
    by: "host",
    path: () => "/bookings?q=example.org&sync=attention",
  },
  { name: "bookings-no-hit", by: "host", path: () => "/bookings?q=nobody+of+that+name" },
  { name: "bookings-empty", by: "newHost", path: () => "/bookings" },
  { name: "bookings-numbers", by: "host", path: () => "/bookings/numbers" },
  {
    name: "bookings-numbers-table",
    by: "host",
    path: () => "/bookings/numbers",
    prepare: (page) => page.getByText("The same as a table").click(),
  },
  { name: "bookings-numbers-empty", by: "newHost", path: () => "/bookings/numbers" },

  { name: "host-booking", by: "host", path: ({ bookings }) => bookings.answered },
  { name: "host-booking-cancelled", by: "host", path: ({ bookings }) => bookings.cancelled },
  { name: "host-booking-retrying", by: "host", path: ({ bookings }) => bookings.retrying },
  { name: "host-booking-drifted", by: "host", path: ({ bookings }) => bookings.drifted },
  { name: "host-booking-removed", by: "host", path: ({ bookings }) => bookings.removed },
  { name: "host-booking-parked", by: "host", path: ({ bookings }) => bookings.parked },
  { name: "host-move", by: "host", path: ({ bookings }) => `${bookings.answered}/move` },
  {
    name: "host-move-confirm",
    by: "host",
    path: ({ bookings, start }) => `${bookings.answered}/move?start=${start}`,
  },
  { name: "host-edit", by: "host", path: ({ bookings }) => `${bookings.answered}/edit` },
  {
    name: "host-edit-errors",
    by: "host",
    path: ({ bookings }) => `${bookings.answered}/edit`,
    prepare: async (page) => {
      await page.getByLabel("Title").fill(" ");
      await sendUnchecked(page, "Save");
    },
  },
  { name: "host-cancel", by: "host", path: ({ bookings }) => `${bookings.answered}/cancel` },

  { name: "event-types", by: "host", path: () => "/event-types" },
  { name: "event-types-empty", by: "newHost", path: () => "/event-types" },
  { name: "event-type-new", by: "host", path: () => "/event-types/new" },
  { name: "event-type-edit", by: "host", path: () => `/event-types/${INTERVIEW}` },
  {
    name: "event-type-delete",
    by: "host",
    path: () => `/event-types/${INTERVIEW}`,
    prepare: (page) => page.getByText("Delete this event type").click(),
  },
  {
    name: "event-type-errors",
    by: "host",
    path: () => "/event-types/new",
    prepare: async (page) => {
      await page.getByLabel("Title").fill("");
      await page.getByLabel("Other durations").fill("soon");
      await sendUnchecked(page, "Save");
    },
  },
  { name: "event-type-preview", by: "host", path: () => `/event-types/${INTERVIEW}/preview` },
  {
    name: "slot-reasons",
    by: "host",
    path: ({ month }) => `/event-types/${INTERVIEW}/why?day=${month}-15`,
  },

  { name: "availability", by: "host", path: () => "/availability" },
  { name: "availability-schedule", by: "host", path: ({ schedule }) => schedule },
  { name: "availability-new", by: "host", path: () => "/availability/new" },
  { name: "availability-dates", by: "host", path: ({ schedule }) => `${schedule}/dates` },

  { name: "sync", by: "host", path: () => "/sync" },
  { name: "sync-agreed", by: "calmHost", path: () => "/sync" },
  { name: "sync-reconnect", by: "brokenHost", path: () => "/sync" },
  { name: "sync-not-connected", by: "newHost", path: () => "/sync" },

  { name: "settings", by: "host", path: () => "/settings" },
  {
    name: "settings-errors",
    by: "newHost",
    path: () => "/settings",
    prepare: async (page) => {
      await page.getByLabel(/^Address of your page|Name of your page/).fill("Not a handle!");
      await sendUnchecked(page, "Save");
    },
  },
  { name: "settings-page", by: "host", path: () => "/settings/page" },
  { name: "settings-calendar", by: "calmHost", path: () => "/settings/calendar" },
  { name: "settings-calendar-none", by: "newHost", path: () => "/settings/calendar" },
  { name: "settings-calendar-broken", by: "brokenHost", path: () => "/settings/calendar" },
  { name: "settings-disconnect", by: "calmHost", path: ({ disconnect }) => disconnect },
  { name: "settings-sessions", by: "host", path: () => "/settings/sessions" },
  { name: "settings-account", by: "host", path: () => "/settings/account" },
  {
    name: "settings-account-errors",
    by: "host",
    path: () => "/settings/account",
    prepare: (page) => sendUnchecked(page, "Delete my account"),
  },
  {
    name: "signed-out",
    by: "host",
    path: () => "/event-types",
    prepare: async (page) => {
      await endSession(page);
      await page.reload();
    },
  },
  {
    name: "signed-out-of-a-form",
    by: "host",
    path: () => "/settings/page",
    prepare: async (page) => {
      await endSession(page);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { name: "You were signed out" }).waitFor();
    },
  },
  { name: "account-deleted", by: "formerHost", path: () => "/account-deleted" },
];

/** From here on the browser shows a session that is not, or no longer, known. */
async function endSession(page: Page): Promise<void> {
  const cookies = await page.context().cookies();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, value: btoa('"over"') })));
}

/** Sends what the browser itself would refuse to send. */
async function sendUnchecked(page: Page, button: string): Promise<void> {
  for (const form of await page.locator("form").all()) {
    await form.evaluate((element) => ((element as HTMLFormElement).noValidate = true));
  }
  await page.getByRole("button", { name: button, exact: true }).last().click();
  await page.locator('[aria-invalid="true"], [role="alert"]').first().waitFor();
}
