package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a key of several columns stands in a real Cassandra, and how long it may be. */
class CompositeKeyIT {

  private static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("line_no", ColumnType.STRING),
              Column.of("note", ColumnType.STRING),
              Column.of("order_id", ColumnType.STRING)),
          "order_id",
          "line_no");

  private static final Schema NOTES =
      Schema.of(
          List.of(Column.of("note_id", ColumnType.STRING), Column.of("note", ColumnType.STRING)),
          "note_id");

  private static TestKeyspace keyspace;

  @BeforeAll
  static void make() {
    keyspace = TestKeyspace.made();
  }

  @AfterAll
  static void drop() {
    keyspace.close();
  }

  @Test
  void whatPartitionedByLeavesOfTheKeyClusters() {
    CassandraTable table = keyspace.table("clustered").partitionedBy("order_id").autoCreate();
    try (RowSink sink = table.open(LINES, TestKeyspace.OWNER)) {
      assertThat(
              sink.write(List.of(line("o", "2", "b"), line("o", "1", "a"), line("p", "1", "c")))
                  .rejections())
          .isEmpty();
    }

    assertThat(keyspace.execute("SELECT note FROM %s.clustered WHERE order_id = 'o'"))
        .extracting(row -> row.getString(0))
        .containsExactly("a", "b");
    try (RowSink again = table.open(LINES, TestKeyspace.OWNER)) {
      assertThat(again.write(List.of(line("o", "2", "b"))).rejections()).isEmpty();
    }
  }

  @Test
  void aTableThatIsPartitionedOtherwiseIsRefusedAndTheRemedyWorks() {
    keyspace.execute(
        "CREATE TABLE %s.otherwise (order_id text, line_no text, note text,"
            + " PRIMARY KEY (order_id, line_no))");

    assertThatThrownBy(() -> keyspace.table("otherwise").open(LINES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "the table's primary key is ((order_id), line_no), expected ((order_id, line_no)), the"
                + " key of the rows; say partitionedBy(\"order_id\"), or name another table");

    keyspace.table("otherwise").partitionedBy("order_id").open(LINES, TestKeyspace.OWNER).close();
  }

  @Test
  void clusteringColumnsInAnotherOrderAreRefused() {
    keyspace.execute(
        "CREATE TABLE %s.disordered (day text, order_id text, line_no text, note text,"
            + " PRIMARY KEY (day, line_no, order_id))");

    assertThatThrownBy(() -> keyspace.table("disordered").open(LINES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("primary key is ((day), line_no, order_id)")
        .hasMessageContaining("; name another table");
  }

  @Test
  void aKeyOfOneColumnMayHaveAsManyBytesAsCassandraTakesAndAtLeastOne() {
    try (RowSink sink = keyspace.table("notes").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(note("k".repeat(65_535)))).rejections()).isEmpty();

      List<RowSink.Rejection> rejections =
          sink.write(List.of(note("a"), note("k".repeat(65_534) + "ä"), note(""))).rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1, 2);
      assertThat(rejections.get(0).reason())
          .contains("key column 'note_id': got 65,536 bytes, expected at most 65,535");
      assertThat(rejections.get(1).reason())
          .contains("key column 'note_id': got nothing, expected at least one byte");
    }
    assertThat(keyspace.execute("SELECT note_id FROM %s.notes")).hasSize(2);
  }

  @Test
  void aKeyOfSeveralColumnsMayHaveAsManyBytesTogetherAsCassandraTakes() {
    int most = 65_535 - 2 * 3;
    try (RowSink sink = keyspace.table("lines").autoCreate().open(LINES, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(line("k".repeat(most - 10), "l".repeat(10), "x"))).rejections())
          .isEmpty();
      assertThat(sink.write(List.of(line("", "", "empty texts are a key, too"))).rejections())
          .isEmpty();

      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      line("k".repeat(most - 10), "l".repeat(11), "x"),
                      line("k".repeat(70_000), "l", "x"),
                      line("k", "l", "x")))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0, 1);
      assertThat(rejections.get(0).reason())
          .contains("key columns 'order_id', 'line_no': got 65,536 bytes, expected at most 65,535");
    }
    assertThat(keyspace.execute("SELECT order_id FROM %s.lines")).hasSize(3);
  }

  @Test
  void aClusteringColumnMayHaveAsManyBytesAsCassandraTakes() {
    CassandraTable table = keyspace.table("long_lines").partitionedBy("order_id").autoCreate();
    try (RowSink sink = table.open(LINES, TestKeyspace.OWNER)) {
      assertThat(
              sink.write(List.of(line("o", "l".repeat(65_535), "x"), line("o", "", "x")))
                  .rejections())
          .isEmpty();

      List<RowSink.Rejection> rejections =
          sink.write(List.of(line("o", "l".repeat(65_536), "x"))).rejections();

      assertThat(rejections).hasSize(1);
      assertThat(rejections.get(0).reason())
          .contains("key column 'line_no': got 65,536 bytes, expected at most 65,535");
    }
    assertThat(keyspace.execute("SELECT line_no FROM %s.long_lines")).hasSize(2);
  }

  private static RowSink.VersionedRow line(String order, String line, String note) {
    return new RowSink.VersionedRow(
        Row.of(LINES, line, note, order), new Row.Version(1, Instant.EPOCH, 1, 0));
  }

  private static RowSink.VersionedRow note(String id) {
    return new RowSink.VersionedRow(
        Row.of(NOTES, id, "x"), new Row.Version(1, Instant.EPOCH, 1, 0));
  }
}
