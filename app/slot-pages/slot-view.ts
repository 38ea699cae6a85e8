import type { Interval } from "../domain/interval.ts";
import { toStartText } from "../http/start-text.ts";
import { formatSlotName, formatTime, type TextOptions } from "../ui/time-text.ts";

/** A slot as whoever chooses one sees it. */
export interface SlotView {
  /** As links and forms carry it: an instant in UTC, "2026-12-01T09:00:00Z". */
  start: string;
  time: string;
  name: string;
}

/** A slot on the clocks of `zone`: that of whoever reads it. */
export function viewSlot(slot: Interval, zone: string, options: TextOptions = {}): SlotView {
  return {
    start: toStartText(slot.start),
    time: formatTime(slot.start, zone, options),
    name: formatSlotName(slot, zone, options),
  };
}
