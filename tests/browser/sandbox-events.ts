// What Google's stand-in has in a host's calendar.
import { expect, type Page } from "@playwright/test";
import type { Person } from "./host-steps.ts";
import { sandboxOrigin } from "./origins.ts";

interface SandboxEvent {
  id: string;
  status: string;
  summary: string;
  description: string;
  start: { dateTime: string };
}

export async function eventsOf(page: Page, { email }: Person): Promise<SandboxEvent[]> {
  const query = new URLSearchParams({ account: email, calendar: "primary" });
  const answer = await page.request.get(`${sandboxOrigin()}/sandbox/events?${query}`);
  const { events } = (await answer.json()) as { events: SandboxEvent[] };
  return events.filter(({ status }) => status !== "cancelled");
}

/** Waits until the host's only event is as wanted: a start, texts that match. @returns its id */
export async function untilEvent(
  page: Page,
  host: Person,
  { start, ...texts }: { start?: string; summary?: RegExp; description?: RegExp },
): Promise<string> {
  let id = "";
  await expect(async () => {
    const [event, ...others] = await eventsOf(page, host);
    expect(others).toEqual([]);
    for (const [field, text] of Object.entries(texts)) {
      expect(event?.[field as "summary"]).toMatch(text);
    }
    if (start) expect(Date.parse(event?.start.dateTime ?? "")).toBe(Date.parse(start));
    id = event?.id ?? "";
  }).toPass({ timeout: 20_000 });
  return id;
}
