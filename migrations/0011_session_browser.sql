ALTER TABLE `sessions` ADD `browser` text DEFAULT '' NOT NULL;
