-- Hand-written: STRICT everywhere, since a text in a time column would pass every comparison of the overlap triggers;
-- WITHOUT ROWID on the four tables that every booking writes, where it saves one written row per insert.
CREATE TABLE `date_overrides` (
	`host_id` text NOT NULL,
	`schedule_id` text NOT NULL,
	`id` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`ranges` text NOT NULL,
	PRIMARY KEY(`host_id`, `schedule_id`, `id`),
	FOREIGN KEY (`host_id`,`schedule_id`) REFERENCES `schedules`(`host_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `event_types` (
	`host_id` text NOT NULL,
	`id` text NOT NULL,
	`schedule_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`duration_minutes` integer NOT NULL,
	`buffer_before_minutes` integer DEFAULT 0 NOT NULL,
	`buffer_after_minutes` integer DEFAULT 0 NOT NULL,
	`minimum_notice_minutes` integer NOT NULL,
	`booking_window_days` integer NOT NULL,
	`slot_step_minutes` integer NOT NULL,
	`location_kind` text NOT NULL,
	`location_detail` text DEFAULT '' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`host_id`, `id`),
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host_id`,`schedule_id`) REFERENCES `schedules`(`host_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "event_types_slug_fits_an_address" CHECK("event_types"."slug" <> '' AND "event_types"."slug" NOT GLOB '*[^a-z0-9-]*'),
	CONSTRAINT "event_types_block_is_bounded" CHECK(duration_minutes > 0 AND buffer_before_minutes >= 0 AND buffer_after_minutes >= 0 AND duration_minutes + buffer_before_minutes + buffer_after_minutes <= 1440),
	CONSTRAINT "event_types_rules_are_sound" CHECK(minimum_notice_minutes >= 0 AND slot_step_minutes > 0 AND booking_window_days BETWEEN 0 AND 3650)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `event_types_by_slug` ON `event_types` (`host_id`,`slug`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`host_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`weekly_hours` text NOT NULL,
	`is_default` integer NOT NULL,
	PRIMARY KEY(`host_id`, `id`),
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `booking_history` (
	`host_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`revision` integer NOT NULL,
	`entry` integer NOT NULL,
	`at` integer NOT NULL,
	`who` text NOT NULL,
	`what` text NOT NULL,
	`detail` text,
	PRIMARY KEY(`host_id`, `booking_id`, `revision`, `entry`),
	FOREIGN KEY (`host_id`,`booking_id`) REFERENCES `bookings`(`host_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `booking_syncs` (
	`host_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`desired_revision` integer NOT NULL,
	`synced_revision` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`due_at` integer,
	`not_before_at` integer NOT NULL,
	`lease_until` integer,
	`lease_token` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_attempted_at` integer,
	`last_outcome` text,
	`synced_at` integer,
	`behind_since_at` integer,
	PRIMARY KEY(`host_id`, `booking_id`),
	FOREIGN KEY (`host_id`,`booking_id`) REFERENCES `bookings`(`host_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `booking_syncs_due` ON `booking_syncs` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `bookings` (
	`host_id` text NOT NULL,
	`id` text NOT NULL,
	`event_type_id` text NOT NULL,
	`request_hash` text NOT NULL,
	`title` text NOT NULL,
	`guest_name` text NOT NULL,
	`guest_email` text NOT NULL,
	`guest_notes` text NOT NULL,
	`guest_time_zone` text NOT NULL,
	`location_kind` text NOT NULL,
	`location_detail` text NOT NULL,
	`time_zone` text NOT NULL,
	`local_day` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`block_starts_at` integer NOT NULL,
	`block_ends_at` integer NOT NULL,
	`status` text NOT NULL,
	`cancel_reason` text,
	`cancelled_by` text,
	`revision` integer NOT NULL,
	`rules_version` integer NOT NULL,
	`inviter` text NOT NULL,
	`link_version` integer NOT NULL,
	`busy_times_checked` integer NOT NULL,
	`google_event_id` text,
	`google_event_link` text,
	`google_meet_link` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`host_id`, `id`),
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bookings_meeting_has_length" CHECK("bookings"."ends_at" > "bookings"."starts_at"),
	CONSTRAINT "bookings_block_holds_meeting" CHECK("bookings"."block_starts_at" <= "bookings"."starts_at" AND "bookings"."ends_at" <= "bookings"."block_ends_at"),
	CONSTRAINT "bookings_block_is_bounded" CHECK(block_ends_at - block_starts_at <= 86400000),
	CONSTRAINT "bookings_status_is_known" CHECK("bookings"."status" IN ('confirmed', 'cancelled')),
	CONSTRAINT "bookings_inviter_is_known" CHECK("bookings"."inviter" IN ('google', 'own')),
	CONSTRAINT "bookings_id_makes_an_event_id" CHECK(length("bookings"."id") = 32 AND "bookings"."id" NOT GLOB '*[^0-9a-f]*')
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `bookings_live` ON `bookings` (`host_id`,`block_starts_at`,`block_ends_at`,`starts_at`,`ends_at`) WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX `bookings_by_start` ON `bookings` (`host_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `calendar_events` (
	`host_id` text NOT NULL,
	`booking_id` text NOT NULL,
	`generation` integer NOT NULL,
	`connection_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`event_id` text NOT NULL,
	`wanted` text NOT NULL,
	`etag` text,
	`first_attempted_at` integer,
	`insert_unresolved` integer DEFAULT false NOT NULL,
	`confirmed_at` integer,
	`gone_at` integer,
	`misses` integer DEFAULT 0 NOT NULL,
	`gone_checks` integer DEFAULT 0 NOT NULL,
	`written_revision` integer DEFAULT 0 NOT NULL,
	`written_starts_at` integer,
	`written_ends_at` integer,
	PRIMARY KEY(`host_id`, `booking_id`, `generation`),
	FOREIGN KEY (`host_id`,`connection_id`) REFERENCES `calendar_connections`(`host_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host_id`,`booking_id`) REFERENCES `bookings`(`host_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendar_events_wanted_is_known" CHECK("calendar_events"."wanted" IN ('present', 'absent')),
	CONSTRAINT "calendar_events_calendar_is_no_alias" CHECK("calendar_events"."calendar_id" <> 'primary')
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `busy_snapshots` (
	`host_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`covers_from` integer,
	`covers_to` integer,
	`busy` text,
	`fetched_at` integer,
	`attempted_at` integer NOT NULL,
	`unreadable_because` text,
	PRIMARY KEY(`host_id`, `connection_id`, `calendar_id`),
	FOREIGN KEY (`host_id`,`connection_id`) REFERENCES `calendar_connections`(`host_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `calendar_connections` (
	`host_id` text NOT NULL,
	`id` text NOT NULL,
	`google_sub` text NOT NULL,
	`email` text NOT NULL,
	`granted_scopes` text NOT NULL,
	`access_token` text,
	`access_token_expires_at` integer,
	`refresh_token` text,
	`token_version` integer DEFAULT 1 NOT NULL,
	`refresh_lease_until` integer,
	`refresh_lease_token` text,
	`status` text NOT NULL,
	`status_reason` text,
	`connected_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`host_id`, `id`),
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_connections_by_account` ON `calendar_connections` (`host_id`,`google_sub`);--> statement-breakpoint
CREATE TABLE `calendars` (
	`host_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`access_role` text NOT NULL,
	`is_primary` integer NOT NULL,
	`blocks_slots` integer NOT NULL,
	`allows_meet` integer NOT NULL,
	`color` text,
	`listed_at` integer NOT NULL,
	PRIMARY KEY(`host_id`, `connection_id`, `calendar_id`),
	FOREIGN KEY (`host_id`,`connection_id`) REFERENCES `calendar_connections`(`host_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calendars_id_is_no_alias" CHECK("calendars"."calendar_id" <> 'primary')
) STRICT;
--> statement-breakpoint
CREATE TABLE `pending_revocations` (
	`id` text PRIMARY KEY NOT NULL,
	`google_sub` text NOT NULL,
	`refresh_token` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `pending_revocations_due` ON `pending_revocations` (`due_at`);--> statement-breakpoint
CREATE INDEX `pending_revocations_by_account` ON `pending_revocations` (`google_sub`);--> statement-breakpoint
CREATE TABLE `oauth_flows` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`bound_to_hash` text NOT NULL,
	`code_verifier` text NOT NULL,
	`nonce` text NOT NULL,
	`browser_time_zone` text,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `oauth_flows_by_expiry` ON `oauth_flows` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`host_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`idle_expires_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`host_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `sessions_by_host` ON `sessions` (`host_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`google_sub` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`picture_url` text,
	`handle` text NOT NULL,
	`time_zone` text NOT NULL,
	`bio` text DEFAULT '' NOT NULL,
	`page_enabled` integer DEFAULT true NOT NULL,
	`rules_version` integer DEFAULT 1 NOT NULL,
	`google_calendar_enabled` integer DEFAULT false NOT NULL,
	`google_calendar_connection_id` text,
	`google_calendar_id` text,
	`when_busy_times_unknown` text DEFAULT 'accept' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "users_handle_is_lowercase" CHECK("users"."handle" = lower("users"."handle")),
	CONSTRAINT "users_destination_is_no_alias" CHECK("users"."google_calendar_id" <> 'primary'),
	CONSTRAINT "users_destination_is_whole" CHECK(NOT "users"."google_calendar_enabled" OR ("users"."google_calendar_connection_id" IS NOT NULL AND "users"."google_calendar_id" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_google_sub` ON `users` (`google_sub`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_handle` ON `users` (`handle`);