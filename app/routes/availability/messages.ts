// What the pages about availability say after a form that worked.
export const notices = {
  created: "Saved. Choose it in an event type to use it there.",
  saved: "Saved. It counts at once; bookings that are made stay as they are.",
  madeDefault: "Saved. New event types start with this schedule.",
  deleted: "The schedule is deleted.",
  added: "Saved. These dates count at once; bookings that are made stay as they are.",
  removed: "Removed. The weekly hours count on these dates again.",
  restored: "Added again. These dates count at once.",
  choice: "Saved.",
};
