package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw rows by date and bucket on a real Cassandra, read back as the records of a batch. */
class CassandraRecordsIT {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
  private static final int BUCKETS = 4;
  private static final int ROWS = 2_500;

  private static final Schema RAW =
      Schema.of(
          List.of(
              Column.of("day", ColumnType.STRING),
              Column.of("bucket", ColumnType.INT64),
              Column.of("id", ColumnType.STRING),
              Column.of("raw", ColumnType.JSON),
              Column.of("made_at", ColumnType.TIMESTAMP)),
          "id");

  private static TestKeyspace keyspace;
  private static CassandraTable table;

  @BeforeAll
  static void writeTwoDays() {
    keyspace = TestKeyspace.made();
    table =
        keyspace
            .table("raw")
            .partitionedBy("day", "bucket")
            .columnType("bucket", "int")
            .autoCreate();
    try (RowSink sink = table.open(RAW, TestKeyspace.OWNER)) {
      assertThat(
              sink.write(IntStream.range(0, ROWS).mapToObj(i -> row(i, "first")).toList())
                  .rejections())
          .isEmpty();
      // the same keys again, newer: a row is replaced in its own partition
      assertThat(
              sink.write(IntStream.range(0, 10).mapToObj(i -> row(i, "second")).toList())
                  .rejections())
          .isEmpty();
    }
  }

  @AfterAll
  static void dropThem() {
    keyspace.close();
  }

  private static RowSink.VersionedRow row(int i, String what) {
    String id = "key-" + i;
    Instant at = what.equals("second") ? NOON.plusSeconds(1) : NOON;
    Row row =
        Row.of(
            RAW,
            i % 2 == 0 ? "2024-02-29" : "2024-03-01",
            Row.bucketOf(id, BUCKETS),
            id,
            "{\"id\":\"" + id + "\",\"what\":\"" + what + "\"}",
            at);
    return new RowSink.VersionedRow(row, new Row.Version(1, at, i, 0));
  }

  private static CassandraRecords records() {
    return CassandraRecords.of(table, "raw", "made_at");
  }

  private static List<SourceRecord> read(CassandraRecords records) {
    List<SourceRecord> all = new ArrayList<>();
    for (BatchRun.Part part : records.parts()) {
      long[] next = {0};
      part.read(
          record -> {
            assertThat(record.offset()).isEqualTo(next[0]++);
            assertThat(record.partition()).isEqualTo(part.partition());
            all.add(record);
          });
    }
    return all;
  }

  private static String text(SourceRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  @Test
  void theRowsOfADayAreInItsPartitions() {
    CassandraRecords day = records();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      day = day.partition("2024-02-29", bucket);
    }

    List<SourceRecord> read = read(day);

    assertThat(day.parts()).hasSize(BUCKETS);
    assertThat(read)
        .extracting(CassandraRecordsIT::text)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, ROWS)
                .filter(i -> i % 2 == 0)
                .mapToObj(
                    i ->
                        "{\"id\":\"key-%d\",\"what\":\"%s\"}"
                            .formatted(i, i < 10 ? "second" : "first"))
                .toList());
    assertThat(read)
        .filteredOn(record -> text(record).contains("second"))
        .allMatch(record -> record.timestamp().equals(NOON.plusSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 1_000})
  void rangesOfTokensHoldEveryRowOnce(int splits) {
    List<SourceRecord> read = read(records().splits(splits));

    assertThat(records().splits(splits).parts()).hasSizeLessThanOrEqualTo(splits);
    assertThat(read).hasSize(ROWS);
    assertThat(read).extracting(CassandraRecordsIT::text).doesNotHaveDuplicates();
  }

  @Test
  void partsHaveTheSameNamesAndOrderAtEachReading() {
    CassandraRecords records = records().splits(5);

    assertThat(read(records))
        .extracting(SourceRecord::toString, CassandraRecordsIT::text)
        .containsExactlyElementsOf(
            read(records).stream().map(r -> tuple(r.toString(), text(r))).toList());
  }

  @Test
  void aPartitionThatIsNotThereHasNoRecords() {
    assertThat(read(records().partition("1999-12-31", 0))).isEmpty();
  }

  @Test
  void partitionsOfSeveralTextsAndOfBytesHaveNamesOfTheirOwn() {
    keyspace.execute(
        "CREATE TABLE %s.files (folder text, name text, digest blob, raw text, at timestamp,"
            + " PRIMARY KEY ((folder, name, digest)))");
    for (String values : List.of("'a/b', 'c', 0x00ff", "'a', 'b/c', 0x00ff", "'a', 'b/c', 0x00")) {
      keyspace.execute(
          "INSERT INTO %s.files (folder, name, digest, raw, at) VALUES ("
              + values
              + ", '{}', '2024-02-29')");
    }
    CassandraRecords files =
        CassandraRecords.of(keyspace.table("files"), "raw", "at")
            .partition("a/b", "c", new byte[] {0, -1})
            .partition("a", "b/c", new byte[] {0, -1})
            .partition("a", "b/c", new byte[] {0});

    assertThat(read(files)).extracting(SourceRecord::partition).hasSize(3).doesNotHaveDuplicates();
    assertThat(files.parts().get(0).partition().toString()).contains("a\\/b/c/00ff");
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> CassandraRecords.of(keyspace.table("rav"), "raw", "made_at").parts())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such table");
    assertThatThrownBy(() -> CassandraRecords.of(table, "rawe", "made_at").parts())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean 'raw'");
    assertThatThrownBy(() -> CassandraRecords.of(table, "raw", "day").parts())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'day': got text, expected timestamp");
    assertThatThrownBy(() -> records().partition("2024-02-29").parts())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected one for each of [day, bucket]");
  }

  @Test
  void aRowWithoutAPartitionColumnIsRejectedAndItsNeighboursAreWritten() {
    RowSink.VersionedRow whole = row(1, "first");
    RowSink.VersionedRow holed =
        new RowSink.VersionedRow(
            Row.of(RAW, null, 1L, "key-x", "{}", NOON), new Row.Version(1, NOON, 1, 0));
    try (RowSink sink = table.open(RAW, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(holed, whole)).rejections())
          .singleElement()
          .satisfies(rejection -> assertThat(rejection.index()).isZero())
          .extracting(RowSink.Rejection::reason)
          .asString()
          .contains("key column 'day': got null");
    }
  }

  @Test
  void aRecordWithoutATimeIsAnErrorThatSaysWhere() {
    keyspace.execute("CREATE TABLE %s.timeless (id text PRIMARY KEY, raw text, at timestamp)");
    keyspace.execute("INSERT INTO %s.timeless (id, raw) VALUES ('a', '{}')");

    assertThatThrownBy(
            () -> read(CassandraRecords.of(keyspace.table("timeless"), "raw", "at").splits(1)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("record 0")
        .hasMessageContaining("has no time");
  }

  @Test
  void aTableWithAnotherKeyIsRefused() {
    assertThatThrownBy(
            () -> keyspace.table("raw").partitionedBy("day").open(RAW, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "primary key is ((day, bucket), id), expected ((day), id), the key of the rows behind")
        .hasMessageContaining("say partitionedBy(\"day\", \"bucket\"), or name another table");
  }
}
