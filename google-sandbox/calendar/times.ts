const DAY_MS = 86_400_000;
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)?$/;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** True for an IANA zone that this machine knows. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatterFor(zone);
    return true;
  } catch {
    return false;
  }
}

/** Reads an RFC 3339 time; one without an offset is a wall time in `zone`. Null when malformed. */
export function parseDateTime(text: string, zone: string | null): number | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as number[];
  const wall = wallClock(year, month, day, hour, minute, second);
  if (wall === null) return null;
  const wallMs = wall + Math.floor(Number(match[7] ?? 0) * 1000);

  const offset = match[8];
  if (offset === undefined) return zone === null ? null : instantOfWall(wallMs, zone);
  if (offset.toUpperCase() === "Z") return wallMs;
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  if (hours > 23 || minutes > 59) return null;
  return wallMs - (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** True when an RFC 3339 time says its offset itself. */
export function hasOffset(text: string): boolean {
  return /([Zz]|[+-]\d\d:\d\d)$/.test(text);
}

/** Reads "YYYY-MM-DD" as the midnight that begins this day in `zone`. Null when malformed. */
export function parseDate(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const wall = wallClock(Number(match[1]), Number(match[2]), Number(match[3]), 0, 0, 0);
  return wall === null ? null : instantOfWall(wall, zone);
}

/** An instant as RFC 3339 with the offset that `zone` has then. */
export function formatInZone(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const wall = new Date(instant + offset).toISOString().slice(0, 19);
  if (zone === "UTC" || zone === "Etc/UTC" || zone === "GMT") return `${wall}Z`;
  return wall + formatOffset(offset);
}

/** "+01:00" for an offset in milliseconds. */
export function formatOffset(offset: number): string {
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const hh = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${hh}:${String(minutes % 60).padStart(2, "0")}`;
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterFor(zone).formatToParts(instant)) {
    if (type !== "literal") parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(instant / 1000) * 1000;
}

// A wall time that happens twice means its first occurrence; one that is skipped moves on by the
// length of the gap.
function instantOfWall(wall: number, zone: string): number {
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  if (offsetAt(wall - before, zone) === before) return wall - before;
  if (offsetAt(wall - after, zone) === after) return wall - after;
  return wall - before;
}

function wallClock(year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0): number | null {
  if (hour > 23 || minute > 59 || second > 59 || year < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, formatter);
  return formatter;
}
