package dev.rollcall.cli.system;

/** The steps of the daily batch, in their order; each may be run again. */
enum DailyStep {
  /** The API's users to raw rows in Cassandra. */
  EXTRACT,
  /** Raw rows, cleaned, to users in PostgreSQL. */
  TRANSFORM,
  /** Raw rows, cleaned, to the day's figures in PostgreSQL. */
  LOAD
}
