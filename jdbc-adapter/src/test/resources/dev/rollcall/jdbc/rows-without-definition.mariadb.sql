-- Tables and rows as versions before rollcall_definition made and wrote them. Kept as they are.
CREATE TABLE IF NOT EXISTS `earlier` (
  `user_id` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `name` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `age` bigint,
  `balance` decimal(12,2),
  `details` json,
  `rollcall_time_ms` bigint NOT NULL,
  `rollcall_offset` bigint NOT NULL,
  `rollcall_ordinal` bigint NOT NULL,
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB;
INSERT INTO `earlier` (`user_id`, `name`, `age`, `balance`, `details`, `rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) VALUES ('a', 'Ada', 36, 0.50, '{"n":1}', 1000, 5, 0) ON DUPLICATE KEY UPDATE `name` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`name`), `name`), `age` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`age`), `age`), `balance` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`balance`), `balance`), `details` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`details`), `details`), `rollcall_ordinal` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_ordinal`), `rollcall_ordinal`), `rollcall_offset` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_offset`), `rollcall_offset`), `rollcall_time_ms` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_time_ms`), `rollcall_time_ms`);
INSERT INTO `earlier` (`user_id`, `name`, `age`, `balance`, `details`, `rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) VALUES ('b', 'Bob', NULL, NULL, NULL, 2000, 6, 0) ON DUPLICATE KEY UPDATE `name` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`name`), `name`), `age` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`age`), `age`), `balance` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`balance`), `balance`), `details` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`details`), `details`), `rollcall_ordinal` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_ordinal`), `rollcall_ordinal`), `rollcall_offset` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_offset`), `rollcall_offset`), `rollcall_time_ms` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_time_ms`), `rollcall_time_ms`);
INSERT INTO `earlier` (`user_id`, `name`, `age`, `balance`, `details`, `rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) VALUES ('c', 'Cyd', 7, -1.00, '[]', 3000, 7, 1) ON DUPLICATE KEY UPDATE `name` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`name`), `name`), `age` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`age`), `age`), `balance` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`balance`), `balance`), `details` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`details`), `details`), `rollcall_ordinal` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_ordinal`), `rollcall_ordinal`), `rollcall_offset` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_offset`), `rollcall_offset`), `rollcall_time_ms` = IF((`rollcall_time_ms`, `rollcall_offset`, `rollcall_ordinal`) < (VALUES(`rollcall_time_ms`), VALUES(`rollcall_offset`), VALUES(`rollcall_ordinal`)), VALUES(`rollcall_time_ms`), `rollcall_time_ms`);
CREATE TABLE IF NOT EXISTS `earlier_letters` (
  `letter_id` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `source` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `source_offset` bigint,
  `ordinal` bigint,
  `stage` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `sink` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `reason_class` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `reason` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `attempt` bigint,
  `record_time` datetime(6),
  `sha256` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `path` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `element_sha256` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `branch` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `rollcall_time_ms` bigint NOT NULL,
  `rollcall_offset` bigint NOT NULL,
  `rollcall_ordinal` bigint NOT NULL,
  PRIMARY KEY (`letter_id`)
) ENGINE=InnoDB;
INSERT INTO `earlier_letters` VALUES ('id1', 'users[0]', 7, 0, 'map', '', 'type', 'got text', 0, '2024-02-29 12:00:00', 'aa', '', 'bb', '', 1709208000000, 7, 0);
