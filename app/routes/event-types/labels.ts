/** What each field of the form is called, beside it and where its message stands on top of the page. */
export const labels = {
  title: "Title",
  description: "Description (optional)",
  visibility: "Who finds it?",
  slug: "Address",
  durationMinutes: "Duration in minutes",
  otherDurations: "Other durations (optional)",
  bufferBeforeMinutes: "Free minutes before it",
  bufferAfterMinutes: "Free minutes after it",
  slotStepMinutes: "A start every so many minutes",
  scheduleId: "Schedule",
  noticeCount: "Minimum notice",
  noticeUnit: "Unit",
  windowKind: "On which days?",
  windowDays: "So many days ahead",
  windowFirstDay: "First day",
  windowLastDay: "Last day",
  dayLimit: "Most bookings a day (optional)",
  weekLimit: "Most bookings a week (optional)",
  locationKind: "Where do you meet?",
  locationPhone: "Your phone number",
  locationAddress: "Where it is",
  locationLink: "Link to the meeting",
  color: "Colour",
  active: "Can it be booked?",
};

export type FieldName = keyof typeof labels;

/** The label of a field, or the question that it belongs to; null for what nobody fills in. */
export function labelOf(name: string): string | null {
  if (Object.hasOwn(labels, name)) return labels[name as FieldName];
  const [, index] = /^question-(\d+)-/.exec(name) ?? [];
  return index === undefined ? null : `Question ${Number(index) + 1}`;
}
