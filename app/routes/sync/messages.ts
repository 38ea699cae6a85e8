// What the page says after Try now.
export const notices = {
  tried: "It was tried. Whatever is still listed below waits for the reason given there.",
  underWay: "Another try of it is under way. Load this page again in a moment.",
};
