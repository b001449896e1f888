package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The engine merges the aggregates of its partitions together (ADR 22). */
class MergedTogetherTest {

  private static final SourcePartition STAYS = new SourcePartition("guests", 0);
  private static final SourcePartition LEAVES = new SourcePartition("guests", 1);

  @Test
  void aPartitionThatIsRevokedLeavesWhileTheMergeOfOthersHangs(TestInfo test) {
    Guests guests = new Guests("merged: " + test.getDisplayName(), 2);
    for (int i = 0; i < 10; i++) {
      guests.source.add(0, guest("0-" + i, "de", 30));
      guests.source.add(1, guest("1-" + i, "de", 30));
    }
    GatedAggregates aggregates = GatedAggregates.named(guests.name);
    Departure source = new Departure(guests.source, aggregates);
    Pipeline pipeline = Guests.definition().aggregate(Guests.byCountry()).into(aggregates).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline)
            .flushEvery(Duration.ZERO)
            .start(new WrappedSource.Origin(source))) {
      assertThat(run.awaitCaughtUp().read()).isEqualTo(20);
    }
    assertThat(source.committedBeforeTheGateOpened).containsOnlyKeys(LEAVES).containsValue(10L);
    assertThat(guests.count("de")).isEqualTo(20);
  }

  /**
   * Gives the records of one partition; once their merge hangs, those of the other one, which it
   * takes away then, and opens the gate.
   */
  private static final class Departure extends WrappedSource {
    final Map<SourcePartition, Long> committedBeforeTheGateOpened = new HashMap<>();
    private final GatedAggregates aggregates;
    private List<SourceRecord> withheld = List.of();
    private @Nullable Assignment listener;
    private boolean isGateOpen;

    Departure(RecordSource real, GatedAggregates aggregates) {
      super(real);
      this.aggregates = aggregates;
    }

    @Override
    public void subscribe(Assignment assignment) {
      listener = assignment;
      real.subscribe(assignment);
    }

    @Override
    public List<SourceRecord> poll(Duration atMost) {
      List<SourceRecord> records = real.poll(atMost);
      if (!records.isEmpty()) {
        withheld = of(LEAVES, records);
        return of(STAYS, records);
      }
      if (!withheld.isEmpty() && aggregates.hasCaller()) {
        records = withheld;
        withheld = List.of();
        return records;
      }
      if (withheld.isEmpty() && !isGateOpen && listener != null) {
        listener.revoked(List.of(LEAVES));
        aggregates.open();
        isGateOpen = true;
      }
      return records;
    }

    private static List<SourceRecord> of(SourcePartition partition, List<SourceRecord> records) {
      return records.stream().filter(record -> record.partition().equals(partition)).toList();
    }

    @Override
    public void commit(Map<SourcePartition, Long> next) {
      if (!isGateOpen) {
        committedBeforeTheGateOpened.putAll(next);
      }
      real.commit(next);
    }

    @Override
    public long lag() {
      return isGateOpen ? real.lag() : 1;
    }
  }
}
