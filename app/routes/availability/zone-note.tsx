import { useEffect, useState } from "react";
import { zoneName } from "../../ui/time-text.ts";

interface Props {
  /** Of the schedule. */
  zone: string;
  /** Where the request seems to come from; the browser knows better, with JavaScript. */
  guess: string | null;
}

/** Says so when whoever reads this is in another zone than the schedule. */
export function ZoneNote({ zone, guess }: Props) {
  const [own, setOwn] = useState(guess);
  useEffect(() => setOwn(new Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  if (own === null || own === "" || isSameZone(own, zone)) return null;
  return (
    <p role="note" className="rounded-lg border-l-4 border-warn bg-warn-soft px-4 py-3 text-warn">
      You seem to be in the zone <b>{zoneName(own)}</b>. These hours are on the clocks of{" "}
      <b>{zoneName(zone)}</b>.
    </p>
  );
}

/** One zone may have two names, of which each runtime writes out its own. */
function isSameZone(a: string, b: string): boolean {
  return writtenOut(a) === writtenOut(b);
}

function writtenOut(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}
