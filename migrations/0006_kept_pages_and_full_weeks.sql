-- The busy times of a calendar count while it is on the host's list.
CREATE TRIGGER calendars_new_taken_on_update AFTER UPDATE OF access_role ON calendars
WHEN NEW.blocks_slots AND (NEW.access_role = 'gone') <> (OLD.access_role = 'gone')
BEGIN UPDATE users SET taken_version = taken_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
DROP TRIGGER bookings_keep_limits_on_update;
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
  -- Within a week that holds more than a lowered limit allows, a move is no more of it.
  SELECT RAISE(ABORT, 'week_full') FROM event_types
  WHERE (OLD.status <> 'confirmed' OR NEW.event_type_id <> OLD.event_type_id
      OR date(NEW.local_day, '-6 days', 'weekday 1') <> date(OLD.local_day, '-6 days', 'weekday 1'))
    AND host_id = NEW.host_id AND id = NEW.event_type_id AND week_limit IS NOT NULL AND week_limit <= (
    SELECT count(*) FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at > NEW.block_starts_at - 950400000
      AND block_starts_at < NEW.block_starts_at + 950400000
      AND event_type_id = NEW.event_type_id
      AND date(local_day, '-6 days', 'weekday 1') = date(NEW.local_day, '-6 days', 'weekday 1'));
END;
--> statement-breakpoint
DROP TRIGGER event_types_are_sound_on_insert;
--> statement-breakpoint
-- The pure functions refuse such rules (areSlotRulesSound): stored, they would take the page down.
CREATE TRIGGER event_types_are_sound_on_insert BEFORE INSERT ON event_types
BEGIN
  SELECT RAISE(ABORT, 'unsound_event_type')
  WHERE (NEW.window_first_day IS NULL) <> (NEW.window_last_day IS NULL)
    OR NEW.window_last_day < NEW.window_first_day
    OR NEW.window_first_day IS NOT date(NEW.window_first_day)
    OR NEW.window_last_day IS NOT date(NEW.window_last_day)
    OR NEW.window_first_day < '1970-01-01' OR NEW.window_last_day > '2199-12-31'
    OR NEW.day_limit < 1 OR NEW.week_limit < 1
    OR json_type(NEW.other_durations) <> 'array' OR json_type(NEW.questions) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(NEW.other_durations)
      WHERE type <> 'integer' OR value < 1
        OR value + NEW.buffer_before_minutes + NEW.buffer_after_minutes > 1440);
END;
--> statement-breakpoint
DROP TRIGGER event_types_are_sound_on_update;
--> statement-breakpoint
CREATE TRIGGER event_types_are_sound_on_update BEFORE UPDATE ON event_types
BEGIN
  SELECT RAISE(ABORT, 'unsound_event_type')
  WHERE (NEW.window_first_day IS NULL) <> (NEW.window_last_day IS NULL)
    OR NEW.window_last_day < NEW.window_first_day
    OR NEW.window_first_day IS NOT date(NEW.window_first_day)
    OR NEW.window_last_day IS NOT date(NEW.window_last_day)
    OR NEW.window_first_day < '1970-01-01' OR NEW.window_last_day > '2199-12-31'
    OR NEW.day_limit < 1 OR NEW.week_limit < 1
    OR json_type(NEW.other_durations) <> 'array' OR json_type(NEW.questions) <> 'array'
    OR EXISTS (SELECT 1 FROM json_each(NEW.other_durations)
      WHERE type <> 'integer' OR value < 1
        OR value + NEW.buffer_before_minutes + NEW.buffer_after_minutes > 1440);
END;
