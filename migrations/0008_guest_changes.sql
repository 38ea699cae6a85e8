-- How often a guest may move or edit a booking: each change may send a mail from the host's Google account. Exact, since no
-- two writes run at once, and read from the history that is kept anyway. Not counted: calling off, which happens once.
CREATE TRIGGER booking_history_bounds_guests BEFORE INSERT ON booking_history
WHEN NEW.who = 'guest' AND NEW.what IN ('moved', 'edited')
BEGIN
  SELECT RAISE(ABORT, 'too_many_changes') WHERE 6 <= (
    SELECT count(*) FROM booking_history
    WHERE host_id = NEW.host_id AND booking_id = NEW.booking_id
      AND who = 'guest' AND what IN ('moved', 'edited') AND at > NEW.at - 3600000);
  SELECT RAISE(ABORT, 'too_many_changes') WHERE 20 <= (
    SELECT count(*) FROM booking_history
    WHERE host_id = NEW.host_id AND booking_id = NEW.booking_id
      AND who = 'guest' AND what IN ('moved', 'edited') AND at > NEW.at - 86400000);
END;
--> statement-breakpoint
ALTER TABLE `calendar_connections` ADD `views_paced_until` integer DEFAULT 0 NOT NULL;
