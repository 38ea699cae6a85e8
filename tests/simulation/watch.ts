// What must hold all along: whenever D1 and Google disagree, the booking's state says so.
import { disagreement } from "./agreement.ts";
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
    const difference = isExcused(story) ? null : disagreement(row, live);
    passed.set(row.id, what);
    if (difference === null || found.has(row.id)) return;
    found.set(
      row.id,
      `${row.id} is said to be synced (revision ${row.revision}), but ${difference}`,
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
    },
    violations: () => [...found.values()].map((text) => `visible: ${text}`),
  };
}

/** What a person has done in Google is seen by the nightly reconcile and not before. */
function isExcused(story: Story | undefined): boolean {
  return story !== undefined && story.deeds.length > 0;
}

function fingerprint({ revision, last_outcome }: Row, live: readonly LiveEvent[]): string {
  return `${revision} ${last_outcome} ${live.map(({ event }) => event.etag).join()}`;
}
