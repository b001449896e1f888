package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.token.Token;
import com.datastax.oss.driver.api.core.metadata.token.TokenRange;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a Cassandra table as the records of a batch: one column holds a record's text,
 * another its time. Reads either the whole table, by ranges of tokens, or only some partitions,
 * each of which is a part. Immutable, serializable and threadsafe; every method that takes an
 * argument returns a changed copy.
 *
 * <pre>{@code
 * CassandraTable raw = CassandraTable.in("batch_keyspace").named("raw_users");
 * CassandraRecords day = CassandraRecords.of(raw, "raw_data", "created_at")
 *     .partition("2026-11-21", 0).partition("2026-11-21", 1);
 * CassandraRecords all = CassandraRecords.of(raw, "raw_data", "created_at").splits(64);
 * }</pre>
 *
 * <p>The name of a part is in the ids of its dead letters. A partition's part never changes its
 * name; that of a token range stays the same as long as the ring and the number of splits do.
 */
public final class CassandraRecords implements BatchRun.Origin {

  /** Default number of parts of a whole table: {@value}. */
  public static final int DEFAULT_SPLITS = 32;

  private final CassandraTable table;
  private final String valueColumn;
  private final String timeColumn;
  private final List<List<Object>> partitions;
  private final int splits;

  private CassandraRecords(
      CassandraTable table,
      String valueColumn,
      String timeColumn,
      List<List<Object>> partitions,
      int splits) {
    this.table = table;
    this.valueColumn = valueColumn;
    this.timeColumn = timeColumn;
    this.partitions = List.copyOf(partitions);
    this.splits = splits;
  }

  /**
   * Reads all rows of a table, at its address and with its consistency.
   *
   * @param valueColumn a column of text: the record; a row without it is a record without a value
   * @param timeColumn a timestamp: the record's time, which decides what is newer
   */
  public static CassandraRecords of(CassandraTable table, String valueColumn, String timeColumn) {
    return new CassandraRecords(table, valueColumn, timeColumn, List.of(), DEFAULT_SPLITS);
  }

  /**
   * Reads only this partition, together with those named before.
   *
   * @param values the partition key, in the table's order: of the Java types that the driver takes
   *     for its columns, or {@code byte[]} for a blob
   */
  public CassandraRecords partition(Object... values) {
    List<List<Object>> more = new ArrayList<>(partitions);
    more.add(List.of(values));
    return new CassandraRecords(table, valueColumn, timeColumn, more, splits);
  }

  /** Reads a whole table in at most this many parts. Default: {@value #DEFAULT_SPLITS}. */
  public CassandraRecords splits(int parts) {
    if (parts < 1) {
      throw new ConfigurationException("splits: got " + parts + ", expected at least 1");
    }
    return new CassandraRecords(table, valueColumn, timeColumn, partitions, parts);
  }

  @Override
  public String name() {
    return table.name()
        + (partitions.isEmpty() ? "" : "[" + partitions.size() + " of its partitions]");
  }

  @Override
  public List<BatchRun.Part> parts() {
    return table.withSession(
        session -> {
          SourceTable read = SourceTable.of(session, table, valueColumn, timeColumn);
          return partitions.isEmpty() ? ranges(session, read) : chosen(read);
        });
  }

  private List<BatchRun.Part> chosen(SourceTable read) {
    List<BatchRun.Part> parts = new ArrayList<>();
    for (List<Object> values : partitions) {
      if (values.size() != read.partitionKey().size()) {
        throw new ConfigurationException(
            "%s: partition: got %d values, expected one for each of %s"
                .formatted(table.name(), values.size(), read.partitionKey()));
      }
      String named =
          values.size() == 1
              ? shown(values.get(0))
              : values.stream().map(CassandraRecords::part).collect(Collectors.joining("/"));
      parts.add(
          new CassandraBatchPart(
              table,
              read.whereKey(),
              List.of(values),
              new SourcePartition(read.id() + "/" + named, 0)));
    }
    return parts;
  }

  /**
   * As {@link #shown}, escaped: the keys {@code a/b, c} and {@code a, b/c} have different names.
   */
  private static String part(Object value) {
    return shown(value).replace("\\", "\\\\").replace("/", "\\/");
  }

  private static String shown(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
  }

  /** Spreads neighbouring ranges evenly over the parts. */
  private List<BatchRun.Part> ranges(CqlSession session, SourceTable read) {
    TokenMap ring =
        session
            .getMetadata()
            .getTokenMap()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        table.name()
                            + ": the driver keeps no tokens; leave"
                            + " advanced.metadata.token-map.enabled at true"));
    if (!ring.getPartitionerName().endsWith("Murmur3Partitioner")) {
      throw new ConfigurationException(
          "%s: got a cluster with %s, expected Murmur3Partitioner; read by partition(…)"
              .formatted(table.name(), ring.getPartitionerName()));
    }
    List<TokenRange> whole =
        ring.getTokenRanges().stream().flatMap(range -> range.unwrap().stream()).sorted().toList();
    int each = Math.max(1, (splits + whole.size() - 1) / whole.size());
    List<List<Object>> ranges = new ArrayList<>();
    for (TokenRange range : whole) {
      for (TokenRange piece : range.splitEvenly(each)) {
        long end = token(ring, piece.getEnd());
        // the smallest token, which no row has, also marks the end of the ring
        ranges.add(
            List.of(token(ring, piece.getStart()), end == Long.MIN_VALUE ? Long.MAX_VALUE : end));
      }
    }
    int parts = Math.min(splits, ranges.size());
    List<BatchRun.Part> all = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) ranges.size() * i / parts);
      int to = (int) ((long) ranges.size() * (i + 1) / parts);
      all.add(
          new CassandraBatchPart(
              table,
              read.whereToken(),
              ranges.subList(from, to),
              new SourcePartition(read.id() + "/tokens", i)));
    }
    return all;
  }

  private static long token(TokenMap ring, Token token) {
    return Long.parseLong(ring.format(token));
  }

  @Override
  public String toString() {
    return name();
  }
}
