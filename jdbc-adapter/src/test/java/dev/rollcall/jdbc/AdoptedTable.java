package dev.rollcall.jdbc;

import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A table as another application made it, with Rollcall's own columns added.
 *
 * @param with what the target's description says beside name and address
 */
record AdoptedTable(
    TestSchema database, String name, Schema schema, UnaryOperator<JdbcTable> with) {

  /**
   * A table of these columns and constraints.
   *
   * @param options what follows them in the statement
   */
  static AdoptedTable of(
      TestSchema database, String name, Schema schema, String columns, String options) {
    SqlTable wanted = RowTable.of(database.dialect(), name, schema).table();
    String own = RowTable.OWN.stream().map(wanted::definition).collect(Collectors.joining(", "));
    database.execute(
        "CREATE TABLE %s (%s, %s) %s"
            .formatted(database.dialect().quoted(name), columns, own, options));
    return new AdoptedTable(database, name, schema, UnaryOperator.identity());
  }

  AdoptedTable with(UnaryOperator<JdbcTable> more) {
    return new AdoptedTable(database, name, schema, more);
  }

  JdbcTable target() {
    return with.apply(database.rows(name).autoCreate());
  }

  /** Writes rows; the reasons of those that are rejected, by their index. */
  Map<Integer, String> write(Object[]... rows) {
    List<RowSink.VersionedRow> versioned = new ArrayList<>();
    for (Object[] row : rows) {
      versioned.add(version(this, row));
    }
    Map<Integer, String> reasons = new TreeMap<>();
    try (RowSink sink = target().open(schema, OWNER)) {
      sink.write(versioned)
          .rejections()
          .forEach(rejected -> reasons.put(rejected.index(), rejected.reason()));
    }
    return reasons;
  }

  /** The problem of a table that is refused for one. */
  String problem() {
    assertThat(problems()).hasSize(1);
    return problems().get(0);
  }

  List<String> problems() {
    return catchThrowableOfType(ConfigurationException.class, () -> target().open(schema, OWNER))
        .problems();
  }

  static RowSink.VersionedRow version(AdoptedTable table, Object... values) {
    return new RowSink.VersionedRow(
        Row.of(table.schema, values), new Row.Version(1, Instant.EPOCH, 1, 0));
  }

  /** A schema whose first column is the key. */
  static Schema schema(Column... columns) {
    return Schema.of(List.of(columns), columns[0].name());
  }

  static Column column(String name, ColumnType type) {
    return Column.of(name, type);
  }

  static Column required(String name, ColumnType type) {
    return Column.of(name, type).required(true);
  }

  static Object[] row(Object... values) {
    return values;
  }
}
