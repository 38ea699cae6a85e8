import { expect, test } from "vitest";
import { createCalendarClient } from "./calendar-client.server.ts";
import { backendError, json, recordingFetch } from "./recording-fetch.fixtures.ts";

const TOKEN = { token: "ya29.secret", version: 3 };
const ADA = "ada@example.com";

test("R2 calendars of all pages are listed, deleted ones left out", async () => {
  const { fetch, sent } = recordingFetch(
    json({
      items: [
        {
          id: ADA,
          summary: "Ada",
          timeZone: "Europe/London",
          accessRole: "owner",
          primary: true,
          backgroundColor: "#fff",
          conferenceProperties: {
            allowedConferenceSolutionTypes: ["eventHangout", "hangoutsMeet"],
          },
        },
        { id: "old", accessRole: "owner", deleted: true },
      ],
      nextPageToken: "page 2&x",
    }),
    json({ nextPageToken: "page 3" }),
    json({
      items: [
        {
          id: "team",
          summary: "T",
          summaryOverride: "Team",
          accessRole: "reader",
          conferenceProperties: { allowedConferenceSolutionTypes: ["eventHangout"] },
        },
      ],
    }),
  );
  const answer = await createCalendarClient("https://google.test", fetch).listCalendars(TOKEN);
  expect(answer).toEqual({
    kind: "listed",
    calendars: [
      {
        calendarId: ADA,
        name: "Ada",
        timeZone: "Europe/London",
        accessRole: "owner",
        isPrimary: true,
        allowsMeet: true,
        color: "#fff",
      },
      {
        calendarId: "team",
        name: "Team",
        timeZone: "UTC",
        accessRole: "reader",
        isPrimary: false,
        allowsMeet: false,
        color: null,
      },
    ],
  });
  expect(sent.map(({ url }) => url.searchParams.get("pageToken"))).toEqual([
    null,
    "page 2&x",
    "page 3",
  ]);
});

test("R2 a list that is refused half way is no list", async () => {
  const { fetch } = recordingFetch(
    json({ items: [], nextPageToken: "2" }),
    backendError(401, "authError"),
  );
  const answer = await createCalendarClient("https://google.test", fetch).listCalendars(TOKEN);
  expect(answer).toEqual({ kind: "tokenRefused" });
});

test("R2 a list that never ends is given up", async () => {
  const pages = Array.from({ length: 60 }, () => json({ items: [], nextPageToken: "again" }));
  const { fetch, sent } = recordingFetch(...pages);
  const answer = await createCalendarClient("https://google.test", fetch).listCalendars(TOKEN);
  expect(answer).toEqual({ kind: "unavailable", why: "endless_list" });
  expect(sent.length).toBeLessThan(60);
});

test("R3.3 a calendar that does not say whether it makes Meet links is taken to make them", async () => {
  const { fetch } = recordingFetch(json({ items: [{ id: ADA, accessRole: "owner" }] }));
  const answer = await createCalendarClient("https://google.test", fetch).listCalendars(TOKEN);
  expect(answer).toMatchObject({ calendars: [{ calendarId: ADA, allowsMeet: true }] });
});

test.each([
  ["blank", " \u200b\u3164 ", ADA],
  ["of several lines, turned around in the middle", "A\n\u202eB", "A B"],
  ["of a thousand letters", "😀".repeat(1_000), `${"😀".repeat(120)}…`],
])("R2.2 a name that is %s becomes one line that can be read", async (_how, summary, name) => {
  const { fetch } = recordingFetch(json({ items: [{ id: ADA, summary, accessRole: "owner" }] }));
  const answer = await createCalendarClient("https://google.test", fetch).listCalendars(TOKEN);
  expect(answer).toMatchObject({ calendars: [{ calendarId: ADA, name }] });
});
