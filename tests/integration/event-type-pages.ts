// The pages on which a host makes, changes and deletes event types, opened and sent as their browser does it.
import { env } from "cloudflare:test";
import { startSession } from "#app/auth/session.server.ts";
import * as guestPage from "#app/routes/event-type-page/route.tsx";
import { versionOf } from "#app/routes/event-types/changed-meanwhile.server.ts";
import * as editPage from "#app/routes/event-types/edit.tsx";
import { newValues, storedValues } from "#app/routes/event-types/form-values.ts";
import * as newPage from "#app/routes/event-types/new.tsx";
import * as listPage from "#app/routes/event-types/route.tsx";
import * as hostPage from "#app/routes/host-page/route.tsx";
import type { EventType } from "#db/booking-pages.server.ts";
import { listEventTypes, listScheduleChoices } from "#db/event-types.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { type Answer, answerOf } from "./page-answer.ts";
import type { World } from "./world.ts";

export type Fields = Record<string, string>;

interface Asked {
  /** What is posted; without, the page is only looked at. */
  form?: Fields;
  params?: Record<string, string>;
  context?: World["context"];
}

/** The pages in a browser of this host's, who is signed in there unless the cookie is empty. */
export async function openEventTypes(
  world: World,
  host: Host,
  cookie?: string,
): Promise<EventTypePages> {
  const [schedule] = await listScheduleChoices(world.context.db, host.id);
  const Cookie = cookie ?? (await startSession(world.context, host.id));
  return new EventTypePages(world, host, schedule?.id ?? "", Cookie);
}

export class EventTypePages {
  readonly #world: World;
  readonly #host: Host;
  readonly scheduleId: string;
  readonly cookie: string;

  constructor(world: World, host: Host, scheduleId: string, cookie: string) {
    this.#world = world;
    this.#host = host;
    this.scheduleId = scheduleId;
    this.cookie = cookie;
  }

  /** Opens one of the pages, or sends it a form. */
  ask(handler: unknown, asked: Asked = {}): Promise<Answer> {
    const { form, params = {}, context = this.#world.context } = asked;
    const request = new Request(`${env.APP_ORIGIN}/event-types`, {
      headers: { Cookie: this.cookie },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    return answerOf(handler, { request, params, context });
  }

  /** The form of a new event type, filled in. */
  newForm(changes: Fields = {}): Fields {
    return {
      ...newValues(this.#world.context.newId(), this.scheduleId),
      ...{ title: "Intro call", slug: "intro" },
      ...{ complete: "yes", intent: "save" },
      ...changes,
    };
  }

  /** Sends this as the form of a new event type. */
  sendNew(form: Fields, context?: World["context"]): Promise<Answer> {
    return this.ask(newPage.action, { form, context });
  }

  /** Sends the form of a new event type, filled in but for these changes. */
  make(changes: Fields = {}): Promise<Answer> {
    return this.sendNew(this.newForm(changes));
  }

  /** Sends this as the form of an event type that there is. */
  send(eventTypeId: string, form: Fields): Promise<Answer> {
    return this.ask(editPage.action, { form, params: { eventTypeId } });
  }

  /** Sends what the form of the host's first event type shows, with these changes. */
  async edit(changes: Fields): Promise<Answer> {
    const eventType = await this.first();
    const shown = { ...storedValues(eventType), version: await versionOf(eventType) };
    return this.send(eventType.id, { ...shown, complete: "yes", intent: "save", ...changes });
  }

  /** Sends one of the forms that stand in the list. */
  sendFromList(form: Fields): Promise<Answer> {
    return this.ask(listPage.action, { form });
  }

  stored(): Promise<EventType[]> {
    return listEventTypes(this.#world.context.db, this.#host.id);
  }

  async first(): Promise<EventType> {
    const [first] = await this.stored();
    if (!first) throw new Error("the host has no event type");
    return first;
  }

  guestSees(slug: string): Promise<Answer> {
    const params = { handle: this.#host.handle, eventType: slug };
    return this.ask(guestPage.loader, { params });
  }

  /** The titles on the host's page. */
  async titlesListed(): Promise<string[]> {
    const { data } = await this.ask(hostPage.loader, { params: { handle: this.#host.handle } });
    return data.eventTypes.map(({ title }: { title: string }) => title);
  }

  /** Adds so many event types, past the form. */
  async add(count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, n) =>
      env.DB.prepare(
        `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes,
           minimum_notice_minutes, booking_window_days, slot_step_minutes, location_kind)
         VALUES (?, ?, ?, ?, 'x', 30, 0, 60, 30, 'link')`,
      ).bind(this.#host.id, `${n}`.padStart(32, "0"), this.scheduleId, `slug-${n}`),
    );
    await env.DB.batch(rows);
  }
}
