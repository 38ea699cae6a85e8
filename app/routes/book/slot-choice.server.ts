import type { EventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { zoneLabel } from "../../ui/time-text.ts";
import { offerSlots } from "../../use-cases/offer-slots.server.ts";
import { type SlotView, viewSlot } from "../event-type-page/month-view.ts";

export interface SlotChoice {
  /** The slot that was asked for, while it is free. */
  slot: SlotView | null;
  /** When it is not: the free slots nearest to it. */
  others: SlotView[];
  zone: string;
  zoneLabel: string;
  hostTime: { name: string; zoneLabel: string } | null;
}

const DAY_MS = 86_400_000;
const OTHERS = 6;

/** The slot at `start` if it is free, else what is free around it. */
export async function viewChoice(
  context: AppContext,
  host: Host,
  eventType: EventType,
  start: number | null,
  zone: string,
): Promise<SlotChoice> {
  const around = start ?? context.now();
  const range = { start: around - 7 * DAY_MS, end: around + 14 * DAY_MS };
  const { slots, timeZone } = await offerSlots(context, host, eventType, range);
  const slot = slots.find((free) => free.start === start) ?? null;
  const nearest = slots
    .toSorted((a, b) => Math.abs(a.start - around) - Math.abs(b.start - around))
    .slice(0, OTHERS)
    .sort((a, b) => a.start - b.start);
  return {
    slot: slot && viewSlot(slot, zone),
    others: slot ? [] : nearest.map((free) => viewSlot(free, zone)),
    zone,
    zoneLabel: zoneLabel(zone, around),
    hostTime:
      slot && timeZone !== zone
        ? { name: viewSlot(slot, timeZone).name, zoneLabel: zoneLabel(timeZone, slot.start) }
        : null,
  };
}
