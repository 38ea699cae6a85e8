// What the settings page says after a saved form.
export const notices = {
  saved: "Saved.",
};
