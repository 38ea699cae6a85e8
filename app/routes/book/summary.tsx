import type { SlotChoice } from "../../slot-pages/offered-slots.server.ts";
import { Fact, Facts } from "../../ui/facts.tsx";
import { PlaceFact } from "../../ui/place-fact.tsx";
import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import type { DetailsPage } from "./details.tsx";

/** What, when on both sides' clocks, and where. */
export function Summary({ page, choice }: { page: DetailsPage; choice: SlotChoice }) {
  const { slot, zoneLabel, elsewhere } = choice;
  return (
    <Facts>
      {slot ? (
        <Fact icon="calendar">
          <p className="font-semibold">{unbrokenDate(slot.name)}</p>
          <p className="text-sm text-quiet">{zoneLabel}</p>
          {elsewhere ? (
            <p className="mt-1 text-sm text-quiet">
              For your host: {unbrokenDate(elsewhere.name)} {elsewhere.zoneLabel}
            </p>
          ) : null}
        </Fact>
      ) : null}
      <Fact icon="clock">{page.durationText}</Fact>
      <PlaceFact place={page.place} />
    </Facts>
  );
}
