-- What the database itself refuses, and what it never forgets. Hand-written: drizzle-kit knows no triggers,
-- and a table that it rebuilds (create, copy, drop) loses them silently, so such a migration must recreate them.

-- Two confirmed bookings of a host conflict if and only if the meeting of one overlaps the block (meeting and
-- buffers) of the other; half-open, so back to back is allowed. The lower bound on block_starts_at keeps this an
-- index range of bookings_live; it is sound because no block is longer than a day (bookings_block_is_bounded).
CREATE TRIGGER bookings_no_overlap_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
  SELECT RAISE(ABORT, 'slot_taken') WHERE EXISTS (
    SELECT 1 FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at < NEW.block_ends_at
      AND block_starts_at > NEW.block_starts_at - 86400000
      AND block_ends_at > NEW.block_starts_at
      AND ((starts_at < NEW.block_ends_at AND ends_at > NEW.block_starts_at)
        OR (NEW.starts_at < block_ends_at AND NEW.ends_at > block_starts_at)));
END;
--> statement-breakpoint
CREATE TRIGGER bookings_no_overlap_on_update
BEFORE UPDATE OF host_id, starts_at, ends_at, block_starts_at, block_ends_at, status ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
  SELECT RAISE(ABORT, 'slot_taken') WHERE EXISTS (
    SELECT 1 FROM bookings
    WHERE host_id = NEW.host_id AND status = 'confirmed' AND id <> NEW.id
      AND block_starts_at < NEW.block_ends_at
      AND block_starts_at > NEW.block_starts_at - 86400000
      AND block_ends_at > NEW.block_starts_at
      AND ((starts_at < NEW.block_ends_at AND ends_at > NEW.block_starts_at)
        OR (NEW.starts_at < block_ends_at AND NEW.ends_at > block_starts_at)));
END;
--> statement-breakpoint
-- Without this, INSERT OR REPLACE would swap a stored booking for another and pass by every UPDATE trigger.
CREATE TRIGGER bookings_are_stored_once BEFORE INSERT ON bookings
BEGIN
  SELECT RAISE(ABORT, 'booking_exists') WHERE EXISTS (
    SELECT 1 FROM bookings WHERE host_id = NEW.host_id AND id = NEW.id);
  SELECT RAISE(ABORT, 'stale_revision') WHERE NEW.revision <> 1;
END;
--> statement-breakpoint
CREATE TRIGGER bookings_keep_their_identity BEFORE UPDATE OF host_id, id, created_at, request_hash, inviter ON bookings
WHEN NEW.host_id <> OLD.host_id OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
  OR NEW.request_hash <> OLD.request_hash OR NEW.inviter <> OLD.inviter
BEGIN
  SELECT RAISE(ABORT, 'booking_identity');
END;
--> statement-breakpoint
-- A revision goes from n to n + 1 and nowhere else; what a booking says never changes without one.
-- Only what pages show of Google (its ids and links) is written within a revision.
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
    OR NEW.link_version IS NOT OLD.link_version))
BEGIN
  SELECT RAISE(ABORT, 'stale_revision');
END;
--> statement-breakpoint
CREATE TRIGGER bookings_refuse_stale_rules_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
  SELECT RAISE(ABORT, 'stale_rules')
  WHERE NEW.rules_version IS NOT (SELECT rules_version FROM users WHERE id = NEW.host_id);
END;
--> statement-breakpoint
CREATE TRIGGER bookings_refuse_stale_rules_on_update BEFORE UPDATE OF starts_at, ends_at, status ON bookings
WHEN NEW.status = 'confirmed'
  AND (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR OLD.status <> 'confirmed')
BEGIN
  SELECT RAISE(ABORT, 'stale_rules')
  WHERE NEW.rules_version IS NOT (SELECT rules_version FROM users WHERE id = NEW.host_id);
END;
--> statement-breakpoint
-- The promise to sync: no write of a booking can forget it.
CREATE TRIGGER bookings_promise_sync_on_insert AFTER INSERT ON bookings
BEGIN
  INSERT INTO booking_syncs (host_id, booking_id, desired_revision, state, due_at, not_before_at, behind_since_at)
  VALUES (NEW.host_id, NEW.id, NEW.revision, 'pending', NEW.updated_at, NEW.updated_at, NEW.updated_at);
END;
--> statement-breakpoint
CREATE TRIGGER bookings_promise_sync_on_update AFTER UPDATE OF revision ON bookings
WHEN NEW.revision <> OLD.revision
BEGIN
  UPDATE booking_syncs
  SET desired_revision = NEW.revision, state = 'pending', due_at = NEW.updated_at,
      not_before_at = NEW.updated_at, attempts = 0,
      behind_since_at = COALESCE(behind_since_at, NEW.updated_at)
  WHERE host_id = NEW.host_id AND booking_id = NEW.id;
  INSERT INTO booking_syncs (host_id, booking_id, desired_revision, state, due_at, not_before_at, behind_since_at)
  SELECT NEW.host_id, NEW.id, NEW.revision, 'pending', NEW.updated_at, NEW.updated_at, NEW.updated_at
  WHERE NOT EXISTS (
    SELECT 1 FROM booking_syncs WHERE host_id = NEW.host_id AND booking_id = NEW.id);
END;
--> statement-breakpoint
-- Whatever changes which slots exist makes decisions taken before it stale.
CREATE TRIGGER schedules_new_rules_on_insert AFTER INSERT ON schedules
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER schedules_new_rules_on_update AFTER UPDATE ON schedules
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER schedules_new_rules_on_delete AFTER DELETE ON schedules
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = OLD.host_id; END;
--> statement-breakpoint
CREATE TRIGGER date_overrides_new_rules_on_insert AFTER INSERT ON date_overrides
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER date_overrides_new_rules_on_update AFTER UPDATE ON date_overrides
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER date_overrides_new_rules_on_delete AFTER DELETE ON date_overrides
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = OLD.host_id; END;
--> statement-breakpoint
CREATE TRIGGER event_types_new_rules_on_insert AFTER INSERT ON event_types
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER event_types_new_rules_on_update AFTER UPDATE ON event_types
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.host_id; END;
--> statement-breakpoint
CREATE TRIGGER event_types_new_rules_on_delete AFTER DELETE ON event_types
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = OLD.host_id; END;
--> statement-breakpoint
CREATE TRIGGER users_new_rules_on_update AFTER UPDATE OF page_enabled ON users
WHEN NEW.page_enabled <> OLD.page_enabled
BEGIN UPDATE users SET rules_version = rules_version + 1 WHERE id = NEW.id; END;
