ALTER TABLE `booking_syncs` ADD `turn_at` integer;--> statement-breakpoint
CREATE INDEX `booking_syncs_behind` ON `booking_syncs` (`host_id`,`behind_since_at`) WHERE behind_since_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `time_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `title_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `place_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `text_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `in_calendar` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `calendar_events` ADD `written_title` text;--> statement-breakpoint
ALTER TABLE `calendar_events` ADD `written_place` text;--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `paced_until` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `away_since_at` integer;--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `reconcile_due_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `calendar_connections_to_reconcile` ON `calendar_connections` (`reconcile_due_at`) WHERE status = 'active';
--> statement-breakpoint
-- Without a calendar there is nothing to agree with, so nothing is behind.
UPDATE booking_syncs SET behind_since_at = NULL WHERE state = 'not_connected';
--> statement-breakpoint
-- The same as in 0001, with the columns that this migration adds.
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
    OR NEW.in_calendar IS NOT OLD.in_calendar))
BEGIN
  SELECT RAISE(ABORT, 'stale_revision');
END;
