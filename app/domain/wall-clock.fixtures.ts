// A second opinion on what clocks show: by Intl alone, without Temporal.

const DAY_MS = 86_400_000;

export interface WallClock {
  /** Days since 1970-01-01. */
  day: number;
  date: string;
  /** After midnight. */
  minutes: number;
}

type Clock = (instant: number) => WallClock;

const clocks = new Map<string, Clock>();

/** What clocks in `zone` show at `instant` (epoch ms, 1970 or later), seconds dropped. */
export function wallClock(instant: number, zone: string): WallClock {
  const clock = clocks.get(zone) ?? newClock(zone);
  clocks.set(zone, clock);
  return clock(instant);
}

function newClock(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const seen = new Map<number, WallClock>();
  return (instant) => {
    const known = seen.get(instant);
    if (known) return known;
    const [date = "", clock = ""] = format.format(instant).split(" ");
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    const wall = { day: Date.parse(date) / DAY_MS, date, minutes: hours * 60 + minutes };
    seen.set(instant, wall);
    return wall;
  };
}
