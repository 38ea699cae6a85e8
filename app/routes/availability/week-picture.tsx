import type { WeekGeometry } from "./week-geometry.ts";

/**
 * A week to look at: a row a day, bars where there are hours. For eyes alone; the words beside it say the same. Across in
 * per cent and down in rem, so that letters keep their size however wide it is drawn, and grow with the reader's own.
 */
export function WeekPicture({ days, marks }: WeekGeometry) {
  return (
    <div
      aria-hidden="true"
      className="grid grid-cols-[auto_1fr] content-start items-center gap-x-3 gap-y-1"
    >
      {days.map(({ name, bars }) => (
        <div key={name} className="contents">
          <span className={`text-sm ${bars.length > 0 ? "font-medium" : "text-quiet"}`}>
            {name.slice(0, 3)}
          </span>
          <svg role="presentation" width="100%" height="1.25rem" className="block overflow-visible">
            <rect width="100%" height="100%" rx="3" className="fill-page" />
            {marks.map(({ hour, at }) => (
              <line
                key={hour}
                {...{ x1: `${at}%`, x2: `${at}%`, y1: 0, y2: "100%" }}
                className="stroke-line"
              />
            ))}
            {bars.map(({ from, width }) => (
              <rect
                key={from}
                {...{ x: `${from}%`, width: `${width}%`, height: "100%", rx: 3 }}
                className="fill-accent"
              />
            ))}
          </svg>
        </div>
      ))}
      <Hours marks={marks} />
    </div>
  );
}

function Hours({ marks }: Pick<WeekGeometry, "marks">) {
  return (
    <svg
      role="presentation"
      width="100%"
      height="1.25rem"
      className="col-start-2 block overflow-visible"
    >
      {marks.map(({ hour, at }) => (
        <text
          key={hour}
          {...{ x: `${at}%`, y: "1rem", textAnchor: "middle" }}
          className="fill-quiet text-xs"
        >
          {String(hour).padStart(2, "0")}
          <tspan className="max-sm:hidden">:00</tspan>
        </text>
      ))}
    </svg>
  );
}
