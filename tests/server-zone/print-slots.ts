// Prints the slots and labels of many cases, the same ones in each run: see server-zone.test.ts.
import fc from "fast-check";
import type { Interval } from "#app/domain/interval.ts";
import { anyPlace, slotRulesAt } from "#app/domain/slot-rules.fixtures.ts";
import { listSlots, nothingTaken, slotsByDay } from "#app/domain/slots.ts";
import { dayInterval } from "#app/domain/time-zone.ts";
import { formatDay, formatSlotName, zoneLabel } from "#app/ui/time-text.ts";

const DAY_MS = 86_400_000;
const GUEST_ZONE = "Asia/Kolkata";

const cases = fc.sample(
  anyPlace().chain((place) =>
    fc.record({ place: fc.constant(place), rules: slotRulesAt(place), hoursBefore: fc.nat(47) }),
  ),
  { seed: 1, numRuns: 200 },
);

let printed = 0;
for (const { place, rules, hoursBefore } of cases) {
  const day = dayInterval(place.date, place.zone);
  const range = { start: day.start - DAY_MS, end: day.end + DAY_MS };
  const slots = listSlots(rules, nothingTaken, range.start - hoursBefore * 3_600_000, range);
  for (const [date, under] of slotsByDay(slots, GUEST_ZONE)) {
    console.log(`${place.zone} ${formatDay(date)}: ${under.map(label).join("; ")}`);
    printed += under.length;
  }
}
console.log(`${printed} slots`);

// Where it runs: proof that zone and locale of the server were those asked for.
const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
console.error(`${timeZone} ${locale}`);

function label(slot: Interval): string {
  return `${slot.start} ${formatSlotName(slot, GUEST_ZONE)}, ${zoneLabel(GUEST_ZONE, slot.start)}`;
}
