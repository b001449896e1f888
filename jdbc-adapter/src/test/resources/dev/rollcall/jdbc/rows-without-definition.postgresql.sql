-- Tables and rows as versions before rollcall_definition made and wrote them. Kept as they are.
CREATE TABLE IF NOT EXISTS "earlier" (
  "user_id" text NOT NULL,
  "name" text,
  "age" bigint,
  "balance" numeric(12,2),
  "details" json,
  "rollcall_time_ms" bigint NOT NULL,
  "rollcall_offset" bigint NOT NULL,
  "rollcall_ordinal" bigint NOT NULL,
  PRIMARY KEY ("user_id")
);
INSERT INTO "earlier" ("user_id", "name", "age", "balance", "details", "rollcall_time_ms", "rollcall_offset", "rollcall_ordinal") VALUES ('a', 'Ada', 36, 0.50, '{"n":1}', 1000, 5, 0) ON CONFLICT ("user_id") DO UPDATE SET "name" = EXCLUDED."name", "age" = EXCLUDED."age", "balance" = EXCLUDED."balance", "details" = EXCLUDED."details", "rollcall_time_ms" = EXCLUDED."rollcall_time_ms", "rollcall_offset" = EXCLUDED."rollcall_offset", "rollcall_ordinal" = EXCLUDED."rollcall_ordinal" WHERE ("earlier"."rollcall_time_ms", "earlier"."rollcall_offset", "earlier"."rollcall_ordinal") < (EXCLUDED."rollcall_time_ms", EXCLUDED."rollcall_offset", EXCLUDED."rollcall_ordinal");
INSERT INTO "earlier" ("user_id", "name", "age", "balance", "details", "rollcall_time_ms", "rollcall_offset", "rollcall_ordinal") VALUES ('b', 'Bob', NULL, NULL, NULL, 2000, 6, 0) ON CONFLICT ("user_id") DO UPDATE SET "name" = EXCLUDED."name", "age" = EXCLUDED."age", "balance" = EXCLUDED."balance", "details" = EXCLUDED."details", "rollcall_time_ms" = EXCLUDED."rollcall_time_ms", "rollcall_offset" = EXCLUDED."rollcall_offset", "rollcall_ordinal" = EXCLUDED."rollcall_ordinal" WHERE ("earlier"."rollcall_time_ms", "earlier"."rollcall_offset", "earlier"."rollcall_ordinal") < (EXCLUDED."rollcall_time_ms", EXCLUDED."rollcall_offset", EXCLUDED."rollcall_ordinal");
INSERT INTO "earlier" ("user_id", "name", "age", "balance", "details", "rollcall_time_ms", "rollcall_offset", "rollcall_ordinal") VALUES ('c', 'Cyd', 7, -1.00, '[]', 3000, 7, 1) ON CONFLICT ("user_id") DO UPDATE SET "name" = EXCLUDED."name", "age" = EXCLUDED."age", "balance" = EXCLUDED."balance", "details" = EXCLUDED."details", "rollcall_time_ms" = EXCLUDED."rollcall_time_ms", "rollcall_offset" = EXCLUDED."rollcall_offset", "rollcall_ordinal" = EXCLUDED."rollcall_ordinal" WHERE ("earlier"."rollcall_time_ms", "earlier"."rollcall_offset", "earlier"."rollcall_ordinal") < (EXCLUDED."rollcall_time_ms", EXCLUDED."rollcall_offset", EXCLUDED."rollcall_ordinal");
CREATE TABLE IF NOT EXISTS "earlier_letters" (
  "letter_id" text NOT NULL,
  "source" text,
  "source_offset" bigint,
  "ordinal" bigint,
  "stage" text,
  "sink" text,
  "reason_class" text,
  "reason" text,
  "attempt" bigint,
  "record_time" timestamptz,
  "sha256" text,
  "path" text,
  "element_sha256" text,
  "branch" text,
  "rollcall_time_ms" bigint NOT NULL,
  "rollcall_offset" bigint NOT NULL,
  "rollcall_ordinal" bigint NOT NULL,
  PRIMARY KEY ("letter_id")
);
INSERT INTO "earlier_letters" VALUES ('id1', 'users[0]', 7, 0, 'map', '', 'type', 'got text', 0, '2024-02-29 12:00:00+00', 'aa', '', 'bb', '', 1709208000000, 7, 0);
