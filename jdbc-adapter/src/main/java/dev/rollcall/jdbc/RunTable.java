package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.List;
import java.util.Set;

/** The table of runs: one row per run, numbered by the database. A stored format. */
final class RunTable {

  static final Column NUMBER = Column.of("run_number", ColumnType.INT64);
  static final Column ID = Column.of("run_id", ColumnType.STRING);
  static final Column PIPELINE = Column.of("pipeline", ColumnType.STRING);
  static final Column STARTED = Column.of("started_at", ColumnType.TIMESTAMP);
  static final Column ENDED = Column.of("ended_at", ColumnType.TIMESTAMP);
  static final Column FIGURES = Column.of("figures", ColumnType.JSON);
  static final Column FAILURE = Column.of("failure", ColumnType.STRING);

  private RunTable() {}

  static SqlTable of(Dialect dialect, String name) {
    return new SqlTable(
        dialect,
        name,
        List.of(NUMBER, ID, PIPELINE, STARTED, ENDED, FIGURES, FAILURE),
        List.of(NUMBER),
        Set.of(ID.name(), PIPELINE.name(), STARTED.name()),
        Set.of(),
        true);
  }
}
