// Only until tests/simulation imports each decision from its own file.
export { chooseCalendar } from "./choose-calendar.server.ts";
export { keepWithoutCalendar } from "./keep-without-calendar.server.ts";
export { putBackTime } from "./put-back-time.server.ts";
export { restoreEvent as restoreBooking } from "./restore-event.server.ts";
export { takeGoogleTime } from "./take-google-time.server.ts";
