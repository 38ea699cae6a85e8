import type { EventTypeColor } from "../../domain/event-type-color.ts";

const looks: Record<EventTypeColor, string> = {
  blue: "bg-blue-500",
  teal: "bg-teal-500",
  green: "bg-green-500",
  yellow: "bg-yellow-400",
  orange: "bg-orange-500",
  red: "bg-red-500",
  pink: "bg-pink-500",
  purple: "bg-purple-500",
};

/** The colour that an event type is told apart by; its name or title stands beside it. */
export function ColorDot({ color }: { color: EventTypeColor }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-block size-4 shrink-0 rounded-full border border-field forced-color-adjust-none ${looks[color]}`}
    />
  );
}
