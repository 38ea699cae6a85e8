// How addresses and forms carry the start of a slot.

/** The one way to write a start: whole seconds, UTC. */
export function toStartText(instant: number): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** The instant of a start as `toStartText` writes it; null for anything else, another way to write it included. */
export function readStartText(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) || toStartText(instant) !== text ? null : instant;
}
