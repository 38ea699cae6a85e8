import { Fragment } from "react";
import type { WeekLine } from "./hours-text.ts";
import type { WeekGeometry } from "./week-geometry.ts";
import { WeekPicture } from "./week-picture.tsx";

interface Props {
  week: WeekLine[];
  /** Null when no day has hours. */
  picture: WeekGeometry | null;
  /** Where to go when no day has hours. */
  howToAdd: string;
}

/** The weekly hours, to look at and in words. */
export function WeekAtAGlance({ week, picture, howToAdd }: Props) {
  if (!picture) {
    return (
      <p className="mt-3 rounded-lg border border-dashed border-field px-4 py-3">
        No day has hours, so guests are offered no time at all. {howToAdd}
      </p>
    );
  }
  return (
    <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <WeekPicture {...picture} />
      <dl className="grid max-w-sm grid-cols-[repeat(auto-fit,minmax(min(100%,8rem),1fr))] content-start gap-x-4 gap-y-1">
        {week.map(({ days, hours }) => (
          <div key={days} className="contents">
            <dt className="text-quiet">{days}</dt>
            <dd className="font-medium">
              <Ranges text={hours} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Lines break between ranges, never within one. */
function Ranges({ text }: { text: string }) {
  return text.split(", ").map((range, number) => (
    <Fragment key={range}>
      {number > 0 ? ", " : null}
      <span className="whitespace-nowrap">{range}</span>
    </Fragment>
  ));
}
