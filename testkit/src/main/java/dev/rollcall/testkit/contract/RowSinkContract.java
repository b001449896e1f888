package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.SampleRows.at;
import static dev.rollcall.testkit.contract.SampleRows.edge;
import static dev.rollcall.testkit.contract.SampleRows.empty;
import static dev.rollcall.testkit.contract.SampleRows.full;
import static dev.rollcall.testkit.contract.SampleRows.half;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link RowSink}. A subclass opens the sink and reads a row back; the tests use
 * few tables, each with its own keys. Not threadsafe.
 *
 * <p>Versions in these tests differ in their timestamp or in an offset of the same thousand: a
 * store with coarser versions says in its plan which others it cannot order.
 */
public abstract class RowSinkContract extends RowVersionContract {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
  private static final int THREADS = 8;
  private static final String TABLE = "contract_rows";

  private final String prefix = UUID.randomUUID() + "/";
  private RowSink sink;

  /** The schema of all rows in these tests: the key {@code row_key} and a column of every type. */
  protected static Schema schema() {
    return SampleRows.SCHEMA;
  }

  /** A row of {@link #schema} that this store cannot take, if there is one. */
  protected Optional<Row> unacceptable() {
    return Optional.empty();
  }

  @BeforeEach
  void openSink() {
    sink = target(TABLE).open(schema(), SampleRows.OWNER);
  }

  @AfterEach
  void closeSink() {
    if (sink != null) {
      sink.close();
    }
  }

  @Test
  void nothingIsWrittenByAnEmptyCall() {
    assertThat(sink.write(List.of())).isEqualTo(RowSink.Result.WRITTEN);
    assertThat(stored(TABLE, schema(), Row.Key.of(key("nobody")))).isEmpty();
  }

  @Test
  void everyTypeComesBackAsItWasUpToItsExtremes() {
    List<Row> rows = IntStream.range(0, SampleRows.edges()).mapToObj(i -> edge(key(i), i)).toList();

    writeAll(rows.stream().map(row -> at(NOON, 1, row)).toList());

    assertThat(rows).hasSizeGreaterThan(5).allSatisfy(this::assertStored);
  }

  @Test
  void aNullInEveryColumnIsARowAllTheSame() {
    writeAll(List.of(at(NOON, 1, empty(key("n")))));

    assertStored(empty(key("n")));
  }

  @Test
  void theLaterTimestampWinsInBothOrdersOfArrival() {
    RowSink.VersionedRow old = at(NOON, 900, full(key("t"), 1));
    RowSink.VersionedRow young = at(NOON.plusMillis(1), 3, full(key("t"), 2));

    writeOneByOne(old, young);
    assertStored(young.row());
    writeOneByOne(old);
    assertStored(young.row());
  }

  @Test
  void theHigherOffsetWinsWithinAMillisecondInBothOrdersOfArrival() {
    RowSink.VersionedRow old = at(NOON, 41, full(key("o"), 1));
    RowSink.VersionedRow young = at(NOON, 42, full(key("o"), 2));

    writeOneByOne(young, old);
    assertStored(young.row());
    writeOneByOne(young);
    assertStored(young.row());
  }

  @Test
  void timestampsBefore1970AreVersionsToo() {
    RowSink.VersionedRow old = at(Instant.EPOCH.minusMillis(2), 7, full(key("e"), 1));
    RowSink.VersionedRow young = at(Instant.EPOCH.minusMillis(1), 6, full(key("e"), 2));

    writeOneByOne(young, old);

    assertStored(young.row());
  }

  @Test
  void anOlderRowThatComesLaterIsInvisibleInEveryColumn() {
    for (boolean even : List.of(true, false)) {
      RowSink.VersionedRow old = at(NOON, 1, half(key(even), 1, !even));
      RowSink.VersionedRow young = at(NOON.plusMillis(1), 2, half(key(even), 2, even));

      writeOneByOne(young, old);

      assertStored(young.row());
    }
  }

  @Test
  void aNullReplacesAnOldValueInEveryColumn() {
    writeOneByOne(
        at(NOON, 1, full(key("r"), 1)),
        at(NOON.plusMillis(1), 2, empty(key("r"))),
        at(NOON, 1, full(key("r"), 1)));

    assertStored(empty(key("r")));
  }

  @Test
  void writingAgainChangesNothing() {
    RowSink.VersionedRow old = at(NOON, 1, half(key("a"), 1, true));
    RowSink.VersionedRow young = at(NOON.plusMillis(1), 2, half(key("a"), 2, false));

    for (int i = 0; i < 3; i++) {
      writeOneByOne(old, young);
      assertStored(young.row());
    }
  }

  @Test
  void aRowTheStoreCannotTakeIsRejectedAloneAndTheOthersAreWritten() {
    Optional<Row> bad = unacceptable();
    assumeThat(bad).as("this store takes every row").isPresent();
    List<RowSink.VersionedRow> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(at(NOON, i, i == 77 || i == 450 ? bad.orElseThrow() : full(key(i), i)));
    }

    List<RowSink.Rejection> rejections = sink.write(rows).rejections();

    assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(77, 450);
    assertThat(rejections)
        .extracting(RowSink.Rejection::reason)
        .allSatisfy(reason -> assertThat(reason).isNotBlank().hasSizeLessThan(1_000));
    rows.remove(450);
    rows.remove(77);
    assertThat(rows).allSatisfy(row -> assertStored(row.row()));
  }

  @Test
  void aCallOfFiveThousandRowsWritesEachOfThem() {
    List<RowSink.VersionedRow> rows =
        IntStream.range(0, 5_000).mapToObj(i -> at(NOON, i, full(key(i), i))).toList();

    writeAll(rows);

    assertThat(rows).allSatisfy(row -> assertStored(row.row()));
  }

  @Test
  void ofManyThreadsThatWriteTheSameKeysTheNewestRowIsStoredEntirely() throws Exception {
    int keys = 40;
    int versions = 12 * THREADS;
    List<Integer> order = new ArrayList<>(IntStream.range(0, versions).boxed().toList());
    Collections.shuffle(order, new Random(20240229));
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        List<Integer> mine = order.subList(t * 12, t * 12 + 12);
        writers.add(
            threads.submit(
                () -> {
                  start.await();
                  mine.forEach(v -> writeAll(generation(keys, v)));
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(generation(keys, versions - 1)).allSatisfy(row -> assertStored(row.row()));
  }

  @Test
  void closingOneSinkLeavesAnotherOfTheSameTargetOpen() {
    RowTarget target = target(TABLE);
    RowSink first = target.open(schema(), SampleRows.OWNER);
    RowSink second = target.open(schema(), SampleRows.OWNER);

    first.close();
    first.close();

    try (second) {
      assertThat(second.write(List.of(at(NOON, 1, full(key("s"), 1)))).rejections()).isEmpty();
    }
    assertStored(full(key("s"), 1));
  }

  /** The same keys in one version: nulls alternate, so that a mix of two versions is seen. */
  private List<RowSink.VersionedRow> generation(int keys, int version) {
    return IntStream.range(0, keys)
        .mapToObj(
            k ->
                at(
                    NOON.plusMillis(version / 4),
                    100 + version,
                    half(key(k), version, version % 2 == 0)))
        .toList();
  }

  private String key(Object name) {
    return prefix + name;
  }

  private void writeAll(List<RowSink.VersionedRow> rows) {
    assertThat(sink.write(rows).rejections()).isEmpty();
  }

  private void writeOneByOne(RowSink.VersionedRow... rows) {
    for (RowSink.VersionedRow row : rows) {
      writeAll(List.of(row));
    }
  }

  private void assertStored(Row expected) {
    assertStored(TABLE, expected);
  }
}
