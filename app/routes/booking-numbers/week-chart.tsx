import { useId } from "react";
import type { WeekBar } from "./numbers-view.ts";

const HEIGHT = 190;
const TOP = 24;
const BASE = 158;
/** When a week is named, counted from the last and over again: where the names fit beside each other. */
const namings = ["", "hidden @xl:inline", "hidden @2xs:inline", "hidden @xl:inline"];

/** Columns, one a week; across in per cent, so that letters keep their size however wide it is drawn. */
export function WeekChart({ weeks }: { weeks: WeekBar[] }) {
  const titleId = useId();
  const most = Math.max(1, ...weeks.map(({ confirmed }) => confirmed));
  const step = 100 / weeks.length;
  return (
    <div className="@container">
      <svg
        role="img"
        aria-labelledby={titleId}
        width="100%"
        height={HEIGHT}
        className="block overflow-visible"
      >
        <title id={titleId}>Bookings per week as columns; the table below says the same.</title>
        {weeks.map(({ monday, confirmed }, index) => {
          const height = (confirmed / most) * (BASE - TOP);
          const middle = `${step * (index + 0.5)}%`;
          return (
            <g key={monday}>
              <rect
                x={`${step * (index + 0.15)}%`}
                y={BASE - height}
                width={`${step * 0.7}%`}
                height={height}
                rx="3"
                className="fill-accent"
              />
              {confirmed > 0 ? (
                <text
                  x={middle}
                  y={BASE - height - 6}
                  textAnchor="middle"
                  className="fill-ink text-xs"
                >
                  {confirmed}
                </text>
              ) : null}
            </g>
          );
        })}
        <line x1="0" x2="100%" y1={BASE} y2={BASE} className="stroke-field" />
        {weeks.map(({ monday, short }, index) => (
          <text
            key={monday}
            x={`${step * (index + 0.5)}%`}
            y={BASE + 22}
            textAnchor="middle"
            className={`fill-quiet text-xs ${namings[(weeks.length - 1 - index) % namings.length]}`}
          >
            {short}
          </text>
        ))}
      </svg>
    </div>
  );
}
