import type { Session } from "#db/hosts.server.ts";
import { lastUsedAt } from "../../auth/session.server.ts";
import { localDay } from "../../domain/time-zone.ts";
import { formatDay, formatInstant } from "../../ui/time-text.ts";

/** A session as its host reads it. */
export interface SessionView {
  id: string;
  browser: string;
  /** A moment and a date, on the host's clocks. */
  since: string;
  lastUsed: string;
}

export function viewSession(session: Session, zone: string): SessionView {
  const day = (instant: number) => formatDay(localDay(instant, zone));
  return {
    id: session.idHash,
    browser: session.browser || "A browser that does not say its name",
    since: formatInstant(session.createdAt, zone),
    lastUsed: day(lastUsedAt(session)),
  };
}
