CREATE TABLE `booking_requests` (
	`host_id` text NOT NULL,
	`at` integer NOT NULL,
	`booking_id` text NOT NULL,
	`guest_hash` text NOT NULL,
	`address_hash` text,
	PRIMARY KEY(`host_id`, `at`, `booking_id`),
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `event_types` ADD `other_durations` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `event_types` ADD `window_first_day` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `window_last_day` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `day_limit` integer;--> statement-breakpoint
ALTER TABLE `event_types` ADD `week_limit` integer;--> statement-breakpoint
ALTER TABLE `event_types` ADD `questions` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `event_types` ADD `color` text DEFAULT 'blue' NOT NULL;--> statement-breakpoint
ALTER TABLE `event_types` ADD `is_listed` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `bookings` ADD `answers` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `taken_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `busy_times_asked_at` integer;--> statement-breakpoint
DROP INDEX `calendar_connections_active_accounts`;
--> statement-breakpoint
CREATE INDEX `calendar_connections_of_account` ON `calendar_connections` (`google_sub`);
--> statement-breakpoint
-- The same as in 0003, with the column that this migration adds.
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
    OR NEW.chosen_generation IS NOT OLD.chosen_generation
    OR NEW.answers IS NOT OLD.answers))
BEGIN
  SELECT RAISE(ABORT, 'stale_revision');
END;
--> statement-breakpoint
-- Whatever changes which slots are free, beside the rules, makes pages that were kept stale.
CREATE TRIGGER bookings_new_taken_on_insert AFTER INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER bookings_new_taken_on_update
AFTER UPDATE OF starts_at, ends_at, block_starts_at, block_ends_at, status ON bookings
WHEN NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.status <> OLD.status
  OR NEW.block_starts_at <> OLD.block_starts_at OR NEW.block_ends_at <> OLD.block_ends_at
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER busy_snapshots_new_taken_on_insert AFTER INSERT ON busy_snapshots
WHEN NEW.busy <> '[]'
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER busy_snapshots_new_taken_on_update AFTER UPDATE OF busy ON busy_snapshots
WHEN NEW.busy IS NOT OLD.busy
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER busy_snapshots_new_taken_on_delete AFTER DELETE ON busy_snapshots
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = OLD.host_id; END;
--> statement-breakpoint
-- At most so many bookings of an event type on a date, and from Monday to Sunday. Dates that are alike are at most 74
-- hours apart, whatever zone they were written in (26 hours of zones, a date, a day of buffer), so four days and eleven
-- keep this an index range of bookings_live. Only where the time is decided here: a host who takes over the time that
-- somebody gave an event in Google knows what else is on that date.
CREATE TRIGGER bookings_keep_limits_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
  SELECT RAISE(ABORT, 'day_full') FROM event_types
  WHERE host_id = NEW.host_id AND id = NEW.event_type_id AND day_limit IS NOT NULL AND day_limit <= (
    SELECT count(*) FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at > NEW.block_starts_at - 345600000
      AND block_starts_at < NEW.block_starts_at + 345600000
      AND event_type_id = NEW.event_type_id AND local_day = NEW.local_day);
  SELECT RAISE(ABORT, 'week_full') FROM event_types
  WHERE host_id = NEW.host_id AND id = NEW.event_type_id AND week_limit IS NOT NULL AND week_limit <= (
    SELECT count(*) FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at > NEW.block_starts_at - 950400000
      AND block_starts_at < NEW.block_starts_at + 950400000
      AND event_type_id = NEW.event_type_id
      AND date(local_day, '-6 days', 'weekday 1') = date(NEW.local_day, '-6 days', 'weekday 1'));
END;
--> statement-breakpoint
CREATE TRIGGER bookings_keep_limits_on_update
BEFORE UPDATE OF host_id, event_type_id, local_day, status ON bookings
WHEN NEW.status = 'confirmed' AND (NEW.local_day <> OLD.local_day OR OLD.status <> 'confirmed'
  OR NEW.event_type_id <> OLD.event_type_id) AND NEW.time_revision = NEW.revision
BEGIN
  SELECT RAISE(ABORT, 'day_full') FROM event_types
  WHERE host_id = NEW.host_id AND id = NEW.event_type_id AND day_limit IS NOT NULL AND day_limit <= (
    SELECT count(*) FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at > NEW.block_starts_at - 345600000
      AND block_starts_at < NEW.block_starts_at + 345600000
      AND event_type_id = NEW.event_type_id AND local_day = NEW.local_day);
  SELECT RAISE(ABORT, 'week_full') FROM event_types
  WHERE host_id = NEW.host_id AND id = NEW.event_type_id AND week_limit IS NOT NULL AND week_limit <= (
    SELECT count(*) FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at > NEW.block_starts_at - 950400000
      AND block_starts_at < NEW.block_starts_at + 950400000
      AND event_type_id = NEW.event_type_id
      AND date(local_day, '-6 days', 'weekday 1') = date(NEW.local_day, '-6 days', 'weekday 1'));
END;
--> statement-breakpoint
-- The pure functions refuse such rules (areSlotRulesSound): stored, they would take the page down.
CREATE TRIGGER event_types_are_sound_on_insert BEFORE INSERT ON event_types
BEGIN
  SELECT RAISE(ABORT, 'unsound_event_type')
  WHERE (NEW.window_first_day IS NULL) <> (NEW.window_last_day IS NULL)
    OR NEW.window_last_day < NEW.window_first_day
    OR NEW.window_first_day IS NOT date(NEW.window_first_day)
    OR NEW.window_last_day IS NOT date(NEW.window_last_day)
    OR NEW.day_limit < 1 OR NEW.week_limit < 1
    OR json_type(NEW.other_durations) <> 'array' OR json_type(NEW.questions) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(NEW.other_durations)
      WHERE type <> 'integer' OR value < 1
        OR value + NEW.buffer_before_minutes + NEW.buffer_after_minutes > 1440);
END;
--> statement-breakpoint
CREATE TRIGGER event_types_are_sound_on_update BEFORE UPDATE ON event_types
BEGIN
  SELECT RAISE(ABORT, 'unsound_event_type')
  WHERE (NEW.window_first_day IS NULL) <> (NEW.window_last_day IS NULL)
    OR NEW.window_last_day < NEW.window_first_day
    OR NEW.window_first_day IS NOT date(NEW.window_first_day)
    OR NEW.window_last_day IS NOT date(NEW.window_last_day)
    OR NEW.day_limit < 1 OR NEW.week_limit < 1
    OR json_type(NEW.other_durations) <> 'array' OR json_type(NEW.questions) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(NEW.other_durations)
      WHERE type <> 'integer' OR value < 1
        OR value + NEW.buffer_before_minutes + NEW.buffer_after_minutes > 1440);
END;
--> statement-breakpoint
-- What one guest, one address and all together may book with a host within an hour; exact, since no two writes run at
-- once. The numbers stand in app/domain/booking-limits.ts too.
CREATE TRIGGER booking_requests_are_bounded BEFORE INSERT ON booking_requests
BEGIN
  SELECT RAISE(ABORT, 'too_many_by_guest') WHERE 10 <= (
    SELECT count(*) FROM booking_requests
    WHERE host_id = NEW.host_id AND at > NEW.at - 3600000 AND guest_hash = NEW.guest_hash);
  SELECT RAISE(ABORT, 'too_many_from_address') WHERE 30 <= (
    SELECT count(*) FROM booking_requests
    WHERE host_id = NEW.host_id AND at > NEW.at - 3600000 AND address_hash = NEW.address_hash);
  SELECT RAISE(ABORT, 'too_many_for_host') WHERE 300 <= (
    SELECT count(*) FROM booking_requests
    WHERE host_id = NEW.host_id AND at > NEW.at - 3600000);
END;
