// What becomes of the record of an event by what Google shows of it.
import type { CalendarFailure, EventFacts } from "./calendar-answer.ts";
import type { EventRecord } from "./calendar-event.ts";
import { type SyncSubject, timeOf } from "./sync-step.ts";

/** Whether the event that our id leads to is the one on record. */
export function isOurs(event: EventFacts, subject: SyncSubject, record: EventRecord): boolean {
  // A deleted event may come back with nothing but its id.
  if (event.marker === null) return event.cancelled;
  return event.marker.bookingId === subject.id && event.marker.generation === record.generation;
}

/** It stands, and says this. */
export function confirmed(
  record: EventRecord,
  event: EventFacts,
  subject: SyncSubject,
  now: number,
): EventRecord {
  return {
    ...record,
    etag: event.etag,
    confirmedAt: record.confirmedAt ?? now,
    misses: 0,
    goneAt: null,
    insertUnresolved: record.wanted === "absent" && record.insertUnresolved,
    written: {
      revision: event.marker?.revision ?? subject.revision,
      time: timeOf(event) ?? subject.meeting,
      title: event.title ?? subject.texts.title,
      place: event.place,
    },
  };
}

/** Known to be gone; once more if it was gone before, which is one of the later looks. */
export function gone(record: EventRecord, now: number): EventRecord {
  if (record.goneAt !== null) return { ...record, misses: 0, goneChecks: record.goneChecks + 1 };
  return { ...record, misses: 0, goneAt: now, goneChecks: 0 };
}

/** Surely not there: if we know that it was, somebody removed it; if not, the id is spent. */
export function knownAbsent(record: EventRecord, now: number): EventRecord {
  const absent = gone(record, now);
  return record.confirmedAt === null ? { ...absent, wanted: "absent" } : absent;
}

/** An insert that surely did not happen leaves the record as it was; one of unknown outcome stays unresolved. */
export function afterFailedInsert(record: EventRecord, failure: CalendarFailure): EventRecord {
  return failure.kind === "unavailable" ? { ...record, insertUnresolved: true } : record;
}

/**
 * What was written into an event before somebody removed it tells whether anybody here has decided since that it takes
 * place: its tombstone says.
 */
export function withRevisionOf(
  record: EventRecord,
  { marker }: EventFacts,
  subject: SyncSubject,
): EventRecord {
  if (marker === null && record.confirmedAt === null) return withRevision(record, subject.revision);
  return marker ? withRevision(record, marker.revision) : removedUnseen(record, subject);
}

/**
 * Somebody removed it, and nothing tells when. A write of ours may have reached it with its reply lost, so in doubt
 * they did it last. One that was known to be gone before, was before.
 */
export function removedUnseen(record: EventRecord, subject: SyncSubject): EventRecord {
  const isNews = record.confirmedAt !== null && record.goneAt === null;
  return isNews ? withRevision(record, subject.revision) : record;
}

function withRevision(record: EventRecord, revision: number): EventRecord {
  return { ...record, written: { ...record.written, revision } };
}
