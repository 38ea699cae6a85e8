// What the settings page says after a saved form.
export const notices = {
  welcome: "Saved. One step is left: connect your Google Calendar, so that bookings appear there.",
  saved: "Saved.",
};
