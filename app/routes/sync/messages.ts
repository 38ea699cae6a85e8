// What the page says after Try now, and after connecting again from here.
export const notices = {
  tried: "It was tried. Whatever is still listed below waits for the reason given there.",
  connected: "Google Calendar is connected again. What waited for it is on its way.",
  renewed: "That account is connected again. What waited for it is on its way.",
  notFollowed:
    "Nothing was tried: its event belongs in the calendar of a Google account that is disconnected. Connect that account again first.",
  underWay: "Another try of it is under way. Load this page again in a moment.",
};
