// What must hold all along: whenever D1 and Google disagree, the booking's state says so.
import { disagreement, wantsEvent, withoutGone } from "./agreement.ts";
import type { Story } from "./ledger.ts";
import { allRows, type LiveEvent, liveEventsOf, type Row, type Town } from "./town.ts";

export interface Watch {
  /** Looks at every booking, if anything has changed since the last time. */
  look: () => Promise<void>;
  /** D1 or Google may have changed. */
  touched: () => void;
  violations: () => string[];
}

export function createWatch(town: Town): Watch {
  const found = new Map<string, string>();
  const passed = new Map<string, string>();
  let isStale = true;

  const inspect = (row: Row, live: readonly LiveEvent[]) => {
    town.tally.count("state seen", row.state);
    if (row.state !== "synced") return;
    const what = fingerprint(row, live);
    if (passed.get(row.id) === what) return;
    const story = town.ledger.stories.get(row.id);
    // A calendar that is back is found out about by and by; until then the state says it.
    const isOld = ({ event }: LiveEvent) => !wantsEvent(row) || event.id !== row.google_event_id;
    const known = withoutGone(row, live, isOld);
    const difference = isExcused(story) ? null : disagreement(row, known);
    passed.set(row.id, what);
    if (difference === null || found.has(row.id)) return;
    found.set(
      row.id,
      `visible: ${row.id} is said to be synced (revision ${row.revision}), but ${difference}`,
    );
    if (town.trace.isOn) town.trace.note("ORACLE", `${row.id}: ${difference}`);
  };

  return {
    touched: () => {
      isStale = true;
    },
    look: async () => {
      if (!isStale) return;
      isStale = false;
      const live = liveEventsOf(town.sandbox.state());
      for (const row of await allRows(town.d1)) inspect(row, live.get(row.id) ?? []);
      for (const text of await inVain(town)) found.set(text, text);
    },
    violations: () => [...found.values()],
  };
}

/** What a person has done in Google, or Google has said against its own state, is found out by night and not before. */
function isExcused(story: Story | undefined): boolean {
  return story !== undefined && (story.deeds.length > 0 || story.wasLiedAbout);
}

function fingerprint({ revision, last_outcome }: Row, live: readonly LiveEvent[]): string {
  return `${revision} ${last_outcome} ${live.map(({ event }) => event.etag).join()}`;
}

/** Nobody is asked to connect again for a grant that is good, and nothing waits for a connection that works. */
async function inVain({ d1, ledger }: Town): Promise<string[]> {
  const { results: asked } = await d1
    .prepare(
      "SELECT email, connected_at FROM calendar_connections WHERE status = 'needs_reconnect'",
    )
    .all<{ email: string; connected_at: number }>();
  const { results: waiting } = await d1
    .prepare(
      `SELECT s.booking_id AS id FROM booking_syncs s JOIN users u ON u.id = s.host_id
       JOIN calendar_connections c ON c.host_id = u.id AND c.id = u.google_calendar_connection_id
       WHERE s.state = 'waiting_for_reconnect' AND c.status = 'active'`,
    )
    .all<{ id: string }>();
  return [
    ...asked
      .filter(({ email, connected_at }) => ledger.grantInDoubtAt(email) < connected_at)
      .map(({ email }) => `reconnect in vain: ${email} is asked to, though the grant is good`),
    ...waiting.map(({ id }) => `waits in vain: ${id} waits for a connection that works`),
  ];
}
