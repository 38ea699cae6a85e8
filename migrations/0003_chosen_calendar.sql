ALTER TABLE `bookings` ADD `chosen_connection_id` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `chosen_calendar_id` text;--> statement-breakpoint
ALTER TABLE `bookings` ADD `chosen_generation` integer;--> statement-breakpoint
-- The same as in 0002, with the columns that this migration adds.
DROP TRIGGER bookings_refuse_stale_writes;
--> statement-breakpoint
CREATE TRIGGER bookings_refuse_stale_writes BEFORE UPDATE ON bookings
WHEN NEW.revision NOT IN (OLD.revision, OLD.revision + 1)
  OR (NEW.revision = OLD.revision AND (
       NEW.event_type_id IS NOT OLD.event_type_id OR NEW.title IS NOT OLD.title
    OR NEW.guest_name IS NOT OLD.guest_name OR NEW.guest_email IS NOT OLD.guest_email
    OR NEW.guest_notes IS NOT OLD.guest_notes OR NEW.guest_time_zone IS NOT OLD.guest_time_zone
    OR NEW.location_kind IS NOT OLD.location_kind OR NEW.location_detail IS NOT OLD.location_detail
    OR NEW.time_zone IS NOT OLD.time_zone OR NEW.local_day IS NOT OLD.local_day
    OR NEW.starts_at IS NOT OLD.starts_at OR NEW.ends_at IS NOT OLD.ends_at
    OR NEW.block_starts_at IS NOT OLD.block_starts_at OR NEW.block_ends_at IS NOT OLD.block_ends_at
    OR NEW.status IS NOT OLD.status OR NEW.cancel_reason IS NOT OLD.cancel_reason
    OR NEW.cancelled_by IS NOT OLD.cancelled_by
    OR NEW.link_version IS NOT OLD.link_version
    OR NEW.time_revision IS NOT OLD.time_revision OR NEW.title_revision IS NOT OLD.title_revision
    OR NEW.place_revision IS NOT OLD.place_revision OR NEW.text_revision IS NOT OLD.text_revision
    OR NEW.in_calendar IS NOT OLD.in_calendar
    OR NEW.chosen_connection_id IS NOT OLD.chosen_connection_id
    OR NEW.chosen_calendar_id IS NOT OLD.chosen_calendar_id
    OR NEW.chosen_generation IS NOT OLD.chosen_generation))
BEGIN
  SELECT RAISE(ABORT, 'stale_revision');
END;
