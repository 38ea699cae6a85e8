import { bookSlot } from "#app/use-cases/book-slot.server.ts";
import { DAY_MS, MINUTE_MS, MONDAY, moveIn, type Town } from "./town.ts";

/** Five minutes each, so that a day has room for all of them. */
export const LIMITED = { slug: "one-a-day", minutes: 5 };

export async function addLimitedKind(
  d1: D1Database,
  hostId: string,
  limit: { column: "day_limit" | "week_limit"; most: number },
): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO event_types (host_id, id, schedule_id, slug, title, duration_minutes, minimum_notice_minutes,
         booking_window_days, slot_step_minutes, location_kind, ${limit.column})
       SELECT host_id, ?2, schedule_id, ?2, ?2, ?3, 60, 60, ?3, 'phone', ?4
       FROM event_types WHERE host_id = ?1 LIMIT 1`,
    )
    .bind(hostId, LIMITED.slug, LIMITED.minutes, limit.most)
    .run();
}

/**
 * Round after round, `guests` book at once on one day of an event type that is limited, each another time that is free.
 * @returns how many were told what, round by round
 */
export async function limitStorm(
  town: Town,
  limit: Parameters<typeof addLimitedKind>[2],
  { rounds, guests }: { rounds: number; guests: number },
): Promise<Record<string, number>[]> {
  const host = await moveIn(town, "limited");
  await addLimitedKind(town.d1, host.id, limit);
  const told: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    // Wednesdays, at ten in Berlin.
    const day = MONDAY + (2 + 7 * round) * DAY_MS + 120 * MINUTE_MS;
    const outcomes: Record<string, number> = {};
    const book = async (n: number) => {
      const { kind } = await bookSlot(town.context, {
        hostId: host.id,
        handle: host.handle,
        eventTypeSlug: LIMITED.slug,
        startsAt: day + n * LIMITED.minutes * MINUTE_MS,
        durationMinutes: null,
        filledIn: { phone: "", answers: {} },
        address: null,
        guest: { name: "Guest", email: `guest${n}@example.org`, notes: "", timeZone: "UTC" },
        formKey: crypto.randomUUID(),
      });
      outcomes[kind] = (outcomes[kind] ?? 0) + 1;
    };
    await Promise.all(Array.from({ length: guests }, (_, n) => book(n)));
    await town.settle();
    told.push(outcomes);
  }
  return told;
}
