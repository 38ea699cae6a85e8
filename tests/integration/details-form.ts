// The details form of a host's page, opened and sent as a guest does it, by its loader and action.
import { env } from "cloudflare:test";
import type { Question } from "#app/domain/question.ts";
import type { AppContext } from "#app/load-context.server.ts";
import { action, loader } from "#app/routes/book/route.tsx";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import { EVENT_TYPE } from "./people.ts";
import type { World } from "./world.ts";

/** Longer than a form has to be open before it is taken. */
const READING_MS = 5_000;
export const MONDAY_AT_10 = "2026-11-02T09:00:00Z";

export type Fields = Record<string, string>;

const paramsOf = (host: Host) => ({ handle: host.handle, eventType: EVENT_TYPE });
const addressOf = (host: Host, query: Fields) =>
  `${env.APP_ORIGIN}/${host.handle}/${EVENT_TYPE}/book?${new URLSearchParams(query)}`;

/** The page of the form. */
export function openPage(
  context: AppContext,
  host: Host,
  query: Fields = { start: MONDAY_AT_10, tz: "Europe/Berlin" },
): Promise<Answer> {
  const request = new Request(addressOf(host, query));
  return answerOf(loader, { request, params: paramsOf(host), context });
}

/** A form filled in by somebody who has taken their time. */
export async function fillIn(world: World, host: Host, typed: Fields = {}): Promise<Fields> {
  const { data } = await openPage(world.context, host);
  await world.clock.moveTo(world.clock.now() + READING_MS);
  return {
    ...data.newForm,
    host: data.hostId,
    start: MONDAY_AT_10,
    tz: "Europe/Berlin",
    name: "Grace Hopper",
    email: "grace@example.org",
    notes: "",
    "leave-empty": "",
    ...typed,
  };
}

/** @param from the address that Cloudflare names */
export function send(
  context: AppContext,
  host: Host,
  fields: Fields,
  from: string | null = null,
): Promise<Answer> {
  const request = new Request(addressOf(host, { start: MONDAY_AT_10 }), {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: from ? { "CF-Connecting-IP": from } : {},
  });
  return answerOf(action, { request, params: paramsOf(host), context });
}

/** Changes what the host's event type is like. */
export async function changeEventType(
  host: Host,
  changes: {
    questions?: Question[];
    location_kind?: string;
    location_detail?: string;
    other_durations?: number[];
    title?: string;
    duration_minutes?: number;
  },
): Promise<void> {
  for (const [column, value] of Object.entries(changes)) {
    await env.DB.prepare(`UPDATE event_types SET ${column} = ? WHERE host_id = ?`)
      .bind(typeof value === "string" ? value : JSON.stringify(value), host.id)
      .run();
  }
}
