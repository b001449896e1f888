package dev.rollcall.jdbc;

import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.List;
import java.util.Set;

/** How runs stand in a table. A stored format. */
final class RunTable {

  static final String ID = "run_id";
  static final String PIPELINE = "pipeline";
  static final String STARTED = "started_at";
  static final String ENDED = "ended_at";
  static final String FIGURES = "figures";
  static final String FAILURE = "failure";

  /** The database gives it. */
  static final String NUMBER = "run_number";

  private RunTable() {}

  /** Without the number, which is never written. */
  static SqlTable of(Dialect dialect, String name) {
    Column id = Column.of(ID, STRING);
    return new SqlTable(
        dialect,
        name,
        List.of(
            id,
            Column.of(PIPELINE, STRING),
            Column.of(STARTED, TIMESTAMP),
            Column.of(ENDED, TIMESTAMP),
            Column.of(FIGURES, JSON),
            Column.of(FAILURE, STRING)),
        id,
        Set.of(PIPELINE, STARTED));
  }

  static Column column(String name) {
    ColumnType type =
        switch (name) {
          case STARTED, ENDED -> TIMESTAMP;
          case FIGURES -> JSON;
          default -> STRING;
        };
    return Column.of(name, type);
  }
}
