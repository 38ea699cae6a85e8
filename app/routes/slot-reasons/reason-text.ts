import type { Interval } from "../../domain/interval.ts";
import type { ExplainedStart, Reason } from "../../domain/slot-reasons.ts";
import type { SlotRules } from "../../domain/slots.ts";
import { formatMinutes, formatTime } from "../../ui/time-text.ts";

/** What the texts name. */
export interface Named {
  zone: string;
  bookings: readonly { id: string; guestName: string; meeting: Interval }[];
  calendars: readonly { calendarId: string; name: string }[];
  rules: Pick<SlotRules, "minimumNoticeMinutes" | "limits">;
}

/** Times of a day, one after the other, of which the same is to be said. */
export interface ExplainedTimes {
  /** "09:00, 09:30" when offered, "00:00 – 08:30" when not. */
  times: string;
  isOffered: boolean;
  texts: string[];
}

/** A day's times, those of which the same is to be said as one. */
export function explainedTimes(starts: readonly ExplainedStart[], named: Named): ExplainedTimes[] {
  const groups: { starts: number[]; texts: string[] }[] = [];
  for (const { start, reasons } of starts) {
    const texts = textsOf(reasons, named);
    const last = groups.at(-1);
    if (last && last.texts.join() === texts.join()) last.starts.push(start);
    else groups.push({ starts: [start], texts });
  }
  return groups.map(({ starts, texts }) => {
    const isOffered = texts.length === 0;
    const times = starts.map((start) => formatTime(start, named.zone));
    const span = times.length === 1 ? times : [times.at(0), times.at(-1)];
    return { times: isOffered ? times.join(", ") : span.join(" – "), isOffered, texts };
  });
}

/** Of times outside the hours nothing else is worth knowing. */
function textsOf(reasons: readonly Reason[], named: Named): string[] {
  const outside = reasons.find(({ kind }) => kind === "outsideHours");
  const texts = (outside ? [outside] : reasons).map((reason) => textOf(reason, named));
  return [...new Set(texts)];
}

function textOf(reason: Reason, named: Named): string {
  const { minimumNoticeMinutes, limits } = named.rules;
  switch (reason.kind) {
    case "outsideHours":
      return "Outside your hours.";
    case "override":
      return "A date override gives this day other hours.";
    case "past":
      return "This time is over.";
    case "tooSoon":
      return `Sooner than your minimum notice of ${formatMinutes(minimumNoticeMinutes)}.`;
    case "outsideWindow":
      return "Outside the booking window.";
    case "limitReached":
      return reason.per === "day"
        ? `This day has its ${limits.perDay} of this event type already.`
        : `This week has its ${limits.perWeek} of this event type already.`;
    case "booked":
      return bookedText(reason, named);
    case "busy":
      return busyText(reason, named);
  }
}

function bookedText(reason: Reason & { kind: "booked" }, { bookings, zone }: Named): string {
  const booking = bookings.find(({ id }) => id === reason.bookingId);
  if (!booking) return "Booked.";
  const { start, end } = booking.meeting;
  const time = `${formatTime(start, zone)} – ${formatTime(end, zone)}`;
  return reason.isBuffer
    ? `Too near to the booking of ${booking.guestName} (${time}), because of buffers.`
    : `Booked by ${booking.guestName} (${time}).`;
}

function busyText(reason: Reason & { kind: "busy" }, { calendars }: Named): string {
  const known = calendars.find(({ calendarId }) => calendarId === reason.calendarId);
  const name = known?.name || reason.calendarId;
  return reason.isBuffer
    ? `Too near to something in your calendar “${name}”, because of buffers.`
    : `Busy in your calendar “${name}”.`;
}
