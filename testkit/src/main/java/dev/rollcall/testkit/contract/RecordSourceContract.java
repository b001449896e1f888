package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RecordSource} must do for one reader. A subclass gives a log of {@value
 * #PARTITIONS} partitions, empty at the start of each test, appends to it by other means than the
 * port, and opens the source on it as one and the same reader. What happens between several readers
 * (who gets which partition, and when) is the adapter's to test.
 */
public abstract class RecordSourceContract {

  /** Partitions of the log. */
  protected static final int PARTITIONS = 3;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The source, not yet subscribed. Opened again after a close, it is the same reader. */
  protected abstract RecordSource open();

  /** Appends a record to a partition of the log; a null value is a tombstone. */
  protected abstract void append(int partition, byte @Nullable [] value);

  @Test
  void everyRecordComesOnceInTheOrderOfItsPartition() {
    appendNumbers(0, 40);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());

      Map<SourcePartition, List<SourceRecord>> read = byPartition(drain(source, 40 * PARTITIONS));

      assertThat(read).hasSize(PARTITIONS);
      read.forEach(
          (partition, records) -> {
            assertThat(values(records)).isEqualTo(numbers(partition.partition(), 0, 40));
            assertThat(records).extracting(SourceRecord::offset).isSorted().doesNotHaveDuplicates();
          });
    }
  }

  @Test
  void allPartitionsAreAssignedBeforeTheirRecordsCome() {
    appendNumbers(0, 1);
    try (RecordSource source = open()) {
      Partitions partitions = new Partitions();
      source.subscribe(partitions);

      List<SourceRecord> records = drain(source, PARTITIONS);

      assertThat(partitions.mine).hasSize(PARTITIONS);
      assertThat(records).allMatch(record -> partitions.mine.contains(record.partition()));
    }
  }

  @Test
  void aReaderGoesOnFromWhatWasCommittedAndWhatWasNotComesAgain() {
    appendNumbers(0, 10);
    Map<SourcePartition, Long> committed = new HashMap<>();
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      byPartition(drain(source, 10 * PARTITIONS))
          .forEach((partition, records) -> committed.put(partition, records.get(6).offset()));
      source.commit(committed);
      source.commit(committed);
    }
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());

      Map<SourcePartition, List<SourceRecord>> again = byPartition(drain(source, 4 * PARTITIONS));

      again.forEach(
          (partition, records) ->
              assertThat(values(records)).isEqualTo(numbers(partition.partition(), 6, 10)));
    }
  }

  @Test
  void aPartitionIsAtItsStartUntilMoreThanThatIsCommitted() {
    appendNumbers(0, 2);
    Map<SourcePartition, Boolean> starts = new HashMap<>();
    Map<SourcePartition, Long> committed = new HashMap<>();
    try (RecordSource source = open()) {
      source.subscribe(whetherAtStart(source, starts));
      byPartition(drain(source, 2 * PARTITIONS))
          .forEach((partition, records) -> committed.put(partition, records.get(1).offset()));
      assumeThat(starts.values()).as("tells what is at its start").doesNotContain(false);
      source.commit(committed);
    }
    try (RecordSource source = open()) {
      source.subscribe(whetherAtStart(source, starts));
      drain(source, PARTITIONS);
    }
    assertThat(starts).hasSize(PARTITIONS).doesNotContainValue(true);
  }

  private static RecordSource.Assignment whetherAtStart(
      RecordSource source, Map<SourcePartition, Boolean> starts) {
    return new Partitions() {
      @Override
      public void assigned(Collection<SourcePartition> partitions) {
        super.assigned(partitions);
        partitions.forEach(partition -> starts.put(partition, source.isAtStart(partition)));
      }
    };
  }

  @Test
  void theLagIsWhatWasNotHandedOutYet() {
    appendNumbers(0, 5);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      drain(source, 5 * PARTITIONS);
      assertThat(source.lag()).isZero();

      appendNumbers(5, 7);

      assertThat(values(drain(source, 2 * PARTITIONS))).hasSize(2 * PARTITIONS);
      assertThat(source.lag()).isZero();
    }
  }

  @Test
  void anEmptyLogGivesNothingAndNoLag() {
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      assertThat(source.poll(POLL)).isEmpty();
    }
  }

  @Test
  void aTombstoneIsARecordWithoutValue() {
    append(1, null);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      assertThat(drain(source, 1)).singleElement().satisfies(r -> assertThat(r.value()).isNull());
    }
  }

  @Test
  void theEndIsWhereTheNextRecordGoes() {
    appendNumbers(0, 4);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      Map<SourcePartition, List<SourceRecord>> read = byPartition(drain(source, 4 * PARTITIONS));

      read.forEach(
          (partition, records) ->
              assertThat(source.end(partition)).isEqualTo(records.get(3).offset() + 1));
      appendNumbers(4, 5);
      Map<SourcePartition, Long> ends = new HashMap<>();
      read.keySet().forEach(partition -> ends.put(partition, source.end(partition)));

      byPartition(drain(source, PARTITIONS))
          .forEach(
              (partition, records) ->
                  assertThat(ends).containsEntry(partition, records.get(0).offset() + 1));
    }
  }

  @Test
  void aPausedPartitionGivesNothingUntilItIsResumedAndThenAllOfIt() {
    appendNumbers(0, 1);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      SourcePartition held = drain(source, PARTITIONS).get(0).partition();
      source.pause(List.of(held));
      source.pause(List.of(held));
      appendNumbers(1, 5);

      assertThat(drain(source, 4 * (PARTITIONS - 1)))
          .noneMatch(record -> record.partition().equals(held));
      assertThat(source.poll(POLL)).isEmpty();

      source.resume(List.of(held));
      source.resume(List.of(held));
      assertThat(values(drain(source, 4))).isEqualTo(numbers(held.partition(), 1, 5));
    }
  }

  @Test
  void aRewoundPartitionGivesAgainWhatIsNotCommittedAndOthersGoOn() {
    appendNumbers(0, 6);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      Map<SourcePartition, List<SourceRecord>> read = byPartition(drain(source, 6 * PARTITIONS));
      SourcePartition rewound = read.keySet().iterator().next();
      source.commit(Map.of(rewound, read.getOrDefault(rewound, List.of()).get(2).offset()));

      source.rewind(List.of(rewound));

      assertThat(values(drain(source, 4))).isEqualTo(numbers(rewound.partition(), 2, 6));
      assertThat(source.poll(POLL)).isEmpty();
    }
  }

  @Test
  void aRewindWithoutACommitIsToTheBeginning() {
    appendNumbers(0, 3);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      Set<SourcePartition> all = byPartition(drain(source, 3 * PARTITIONS)).keySet();

      source.rewind(all);

      byPartition(drain(source, 3 * PARTITIONS))
          .forEach(
              (partition, records) ->
                  assertThat(values(records)).isEqualTo(numbers(partition.partition(), 0, 3)));
    }
  }

  @Test
  void aPausedPartitionMayBeRewoundAndStaysPaused() {
    appendNumbers(0, 3);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      SourcePartition held = drain(source, 3 * PARTITIONS).get(0).partition();
      source.pause(List.of(held));

      source.rewind(List.of(held));

      assertThat(source.poll(POLL)).isEmpty();
      source.resume(List.of(held));
      assertThat(values(drain(source, 3))).isEqualTo(numbers(held.partition(), 0, 3));
    }
  }

  @Test
  void whatIsNotOursIsPassedOver() {
    appendNumbers(0, 1);
    SourcePartition foreign = new SourcePartition("another", 0);
    try (RecordSource source = open()) {
      source.subscribe(new Partitions());
      drain(source, PARTITIONS);

      source.resume(List.of(foreign));
      assertThat(source.poll(POLL)).isEmpty();
    }
  }

  private void appendNumbers(int from, int to) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (String value : numbers(partition, from, to)) {
        append(partition, value.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static List<String> numbers(int partition, int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add("{\"id\":\"" + partition + "/" + i + "\"}");
    }
    return numbers;
  }

  private static List<SourceRecord> drain(RecordSource source, int expected) {
    List<SourceRecord> records = new ArrayList<>();
    Instant end = Instant.now().plus(PATIENCE);
    while (records.size() < expected && Instant.now().isBefore(end)) {
      records.addAll(source.poll(POLL));
    }
    assertThat(records).hasSize(expected);
    return records;
  }

  private static Map<SourcePartition, List<SourceRecord>> byPartition(List<SourceRecord> records) {
    Map<SourcePartition, List<SourceRecord>> read = new TreeMap<>();
    records.forEach(r -> read.computeIfAbsent(r.partition(), p -> new ArrayList<>()).add(r));
    return read;
  }

  private static List<String> values(List<SourceRecord> records) {
    return records.stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList();
  }

  /** Those that are ours. */
  private static class Partitions implements RecordSource.Assignment {
    final Set<SourcePartition> mine = new LinkedHashSet<>();

    @Override
    public void assigned(Collection<SourcePartition> partitions) {
      mine.addAll(partitions);
    }

    @Override
    public void revoked(Collection<SourcePartition> partitions) {
      mine.removeAll(partitions);
    }

    @Override
    public void lost(Collection<SourcePartition> partitions) {
      mine.removeAll(partitions);
    }
  }
}
