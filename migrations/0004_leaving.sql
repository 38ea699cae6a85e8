ALTER TABLE `calendar_connections` ADD `disconnecting_since_at` integer;--> statement-breakpoint
CREATE INDEX `calendar_connections_disconnecting` ON `calendar_connections` (`disconnecting_since_at`) WHERE status = 'disconnecting';--> statement-breakpoint
CREATE INDEX `calendar_connections_active_accounts` ON `calendar_connections` (`google_sub`) WHERE status = 'active';--> statement-breakpoint
ALTER TABLE `oauth_flows` ADD `account_sub` text;--> statement-breakpoint
ALTER TABLE `oauth_flows` ADD `takes_over` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `oauth_flows` ADD `return_to` text;--> statement-breakpoint
ALTER TABLE `users` ADD `deleting_since_at` integer;--> statement-breakpoint
CREATE INDEX `users_deleting` ON `users` (`deleting_since_at`) WHERE deleting_since_at IS NOT NULL;