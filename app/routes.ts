// Every address of the app. Paths that a host could want as a handle are reserved in app/domain/handle.ts.
import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

export default [
  index("routes/home.tsx"),
  route("healthz", "routes/healthz.ts"),
  route("styleguide", "routes/styleguide/route.tsx"),

  // the host's area
  route("sign-in", "routes/sign-in/route.tsx"),
  route("auth/google/callback", "routes/sign-in/callback.ts"),
  route("sign-out", "routes/sign-out.ts"),
  layout("routes/host-area/route.tsx", [
    route("welcome", "routes/welcome/route.tsx"),
    route("dashboard", "routes/dashboard/route.tsx"),
    route("sync", "routes/sync/route.tsx"),
    route("bookings", "routes/bookings/route.tsx"),
    route("bookings/numbers", "routes/booking-numbers/route.tsx"),
    route("bookings/:bookingId", "routes/host-booking/route.tsx"),
    route("bookings/:bookingId/move", "routes/host-move-booking/route.tsx"),
    route("bookings/:bookingId/edit", "routes/host-edit-booking/route.tsx"),
    route("bookings/:bookingId/cancel", "routes/host-cancel-booking/route.tsx"),
    route("event-types", "routes/event-types/route.tsx"),
    route("event-types/new", "routes/event-types/new.tsx"),
    route("event-types/:eventTypeId", "routes/event-types/edit.tsx"),
    route("availability", "routes/availability/route.tsx"),
    route("availability/new", "routes/availability/new.tsx"),
    route("availability/:scheduleId", "routes/availability/schedule.tsx"),
    route("availability/:scheduleId/dates", "routes/availability/dates.tsx"),
    route("event-types/:eventTypeId/why", "routes/slot-reasons/route.tsx"),
    route("settings", "routes/settings/route.tsx"),
    route("settings/page", "routes/public-page/route.tsx"),
    route("settings/sessions", "routes/sessions/route.tsx"),
    route("settings/account", "routes/account/route.tsx"),
    route("settings/calendar", "routes/calendar-settings/route.tsx"),
    route("settings/calendar/disconnect/:connectionId", "routes/calendar-settings/disconnect.tsx"),
  ]),
  // as guests see it, so not in the frame of the host's area
  route("event-types/:eventTypeId/preview", "routes/event-types/preview.tsx"),
  route("settings/account/bookings.json", "routes/account/export-json.ts"),
  route("settings/account/bookings.ics", "routes/account/export-ics.ts"),
  route("account-deleted", "routes/account/deleted.tsx"),
  route("auth/calendar", "routes/calendar-settings/connect.ts"),
  route("auth/calendar/callback", "routes/calendar-settings/connect-callback.ts"),

  // the guest's path
  route("booking/:hostId/:bookingId/:capability", "routes/booking/route.tsx"),
  route("booking/:hostId/:bookingId/:capability/calendar.ics", "routes/booking/calendar-file.ts"),
  route("booking/:hostId/:bookingId/:capability/move", "routes/move-booking/route.tsx"),
  route("booking/:hostId/:bookingId/:capability/edit", "routes/edit-booking/route.tsx"),
  route("booking/:hostId/:bookingId/:capability/cancel", "routes/cancel-booking/route.tsx"),
  route(":handle", "routes/host-page/route.tsx"),
  route(":handle/picture.jpg", "routes/host-picture/route.ts"),
  route(":handle/:eventType", "routes/event-type-page/route.tsx"),
  route(":handle/:eventType/book", "routes/book/route.tsx"),

  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
