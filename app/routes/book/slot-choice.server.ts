import type { EventType } from "#db/booking-pages.server.ts";
import type { Host } from "#db/hosts.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { type SlotView, viewSlot } from "../../ui/slot-view.ts";
import { zoneLabel } from "../../ui/time-text.ts";
import { offerSlots } from "../../use-cases/offer-slots.server.ts";

/** What a guest is about to book, or can choose from. */
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

/** Instants in epoch ms. */
export interface ChoiceAsked {
  /** Null when no slot was named. */
  start: number | null;
  /** Where to look for others when it is null. */
  around?: number | null;
  /** Whether this slot has just been refused: the stored busy times may not know yet what Google said. */
  isRefused?: boolean;
}

/** The slot that was asked for if it is free, else what is free around it. */
export async function viewChoice(
  context: AppContext,
  { host, eventType }: { host: Host; eventType: EventType },
  asked: ChoiceAsked,
  zone: string,
): Promise<SlotChoice> {
  const { start, isRefused = false } = asked;
  const now = context.now();
  const around = Math.max(start ?? asked.around ?? now, now);
  const range = { start: around - 7 * DAY_MS, end: around + 14 * DAY_MS };
  const offered = await offerSlots(context, host, eventType, range);
  const { timeZone } = offered;
  const slots = offered.slots.filter((free) => !isRefused || free.start !== start);
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
