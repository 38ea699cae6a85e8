/** The colours that an event type can be told apart by. */
export const EVENT_TYPE_COLORS = [
  "blue",
  "teal",
  "green",
  "yellow",
  "orange",
  "red",
  "pink",
  "purple",
] as const;

export type EventTypeColor = (typeof EVENT_TYPE_COLORS)[number];
