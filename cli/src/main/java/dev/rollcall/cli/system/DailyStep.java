package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Choice;

/** The steps of the daily batch, in their order; each may be run again. */
public enum DailyStep {
  /** The API's users to raw rows in Cassandra. */
  EXTRACT,
  /** Raw rows, cleaned, to users in PostgreSQL. */
  TRANSFORM,
  /** Raw rows, cleaned, to the day's figures in PostgreSQL. */
  LOAD;

  /** As options and messages have it. */
  String label() {
    return Choice.label(this);
  }
}
