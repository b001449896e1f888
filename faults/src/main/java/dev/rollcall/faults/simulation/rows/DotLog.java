package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run, and what each version makes of it, without the code under test. Some elements
 * delete, some records hold two elements, some are dated ahead. Offsets stay below 1,000, so a
 * write time in Cassandra orders as the record's time and offset do.
 */
final class DotLog {

  private static final int PARTITIONS = 2;
  private static final long BEGIN = 1_767_225_600_000L;

  /** An element of the log; one that deletes has a hash too, which filters must not look at. */
  record Dot(
      String key,
      @Nullable String colour,
      @Nullable Long hash,
      boolean deletes,
      long changed,
      long time,
      int offset,
      int ordinal) {

    List<@Nullable Object> row(int version) {
      return Arrays.asList(key, colour, hash, Definitions.note(version, hash));
    }

    private String json() {
      return "{\"id\":\"%s\",\"colour\":%s,\"hash\":%s,\"deleted\":%b,\"changed\":%d}"
          .formatted(key, colour == null ? "null" : '"' + colour + '"', hash, deletes, changed);
    }
  }

  /** The oldest first, by the record's time. */
  static final Comparator<Dot> BY_RECORD_TIME =
      Comparator.comparingLong(Dot::time)
          .thenComparingInt(Dot::offset)
          .thenComparingInt(Dot::ordinal);

  /** The oldest first, by the column. */
  static final Comparator<Dot> BY_COLUMN =
      Comparator.comparingLong(Dot::changed).thenComparing(BY_RECORD_TIME);

  /** The records of each partition; their offsets are their places. */
  final List<List<SourceRecord>> records = new ArrayList<>();

  private final List<Dot> dots = new ArrayList<>();
  private final Random random;
  private final boolean hasTombstones;
  private final boolean hasTies;

  /**
   * A log.
   *
   * @param hasTombstones whether some deletes are messages without a value
   * @param hasTies whether of equal times in the column some are a row's and a delete's, and of
   *     records that are dated ahead; a store by the cell has no order for these
   */
  DotLog(Random random, boolean hasTombstones, boolean hasTies) {
    this.random = random;
    this.hasTombstones = hasTombstones;
    this.hasTies = hasTies;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int size = 4 + random.nextInt(14);
      List<SourceRecord> written = new ArrayList<>();
      for (int offset = 0; offset < size; offset++) {
        written.add(record(partition, offset));
      }
      records.add(written);
    }
  }

  private SourceRecord record(int partition, int offset) {
    long time = BEGIN + offset + (hasTies && random.nextInt(8) == 0 ? random.nextInt(6) : 0);
    List<Dot> elements = new ArrayList<>();
    int size = random.nextInt(5) == 0 ? 2 : 1;
    for (int ordinal = 0; ordinal < size; ordinal++) {
      boolean deletes = random.nextInt(10) < 3;
      elements.add(
          new Dot(
              partition + "-" + random.nextInt(4),
              random.nextInt(10) < 3 ? null : "rgb".substring(random.nextInt(3)),
              random.nextInt(6) == 0 ? null : (long) random.nextInt(1_000),
              deletes,
              BEGIN + 2 * random.nextInt(5) + (!hasTies && deletes ? 1 : 0),
              time,
              offset,
              ordinal));
    }
    dots.addAll(elements);
    Dot first = elements.get(0);
    boolean isTombstone = hasTombstones && size == 1 && first.deletes && random.nextBoolean();
    return new SourceRecord(
        new SourcePartition("log", partition),
        "log",
        offset,
        Instant.ofEpochMilli(time),
        isTombstone ? first.key.getBytes(StandardCharsets.UTF_8) : null,
        isTombstone ? null : value(elements).getBytes(StandardCharsets.UTF_8));
  }

  private static String value(List<Dot> elements) {
    return elements.size() == 1
        ? elements.get(0).json()
        : elements.stream().map(Dot::json).collect(Collectors.joining(",", "{\"dots\":[", "]}"));
  }

  /** Of each key the newest element that a version takes; no filter takes out what deletes. */
  Map<String, Dot> newest(int version, Comparator<Dot> age) {
    Map<String, Dot> newest = new TreeMap<>();
    for (Dot dot : dots) {
      if (dot.deletes || Definitions.takes(version, dot.hash)) {
        newest.merge(dot.key, dot, (a, b) -> age.compare(a, b) > 0 ? a : b);
      }
    }
    return newest;
  }

  /** Whether something older deletes the row of this key. */
  boolean wasDeletedBefore(Dot dot, Comparator<Dot> age) {
    return dots.stream()
        .anyMatch(old -> old.deletes && old.key.equals(dot.key) && age.compare(old, dot) < 0);
  }

  /** Whether the filter of a row's definition refuses the element that the row was made of. */
  boolean isRefused(String key, Row.Version of) {
    return dots.stream()
        .anyMatch(
            dot ->
                dot.key.equals(key)
                    && dot.offset == of.offset()
                    && dot.ordinal == of.ordinal()
                    && !Definitions.takes(of.definition(), dot.hash));
  }

  /** Whether a version makes this very row of some element. */
  boolean holds(String key, List<@Nullable Object> row, int version) {
    return dots.stream()
        .anyMatch(dot -> !dot.deletes && dot.key.equals(key) && dot.row(version).equals(row));
  }
}
