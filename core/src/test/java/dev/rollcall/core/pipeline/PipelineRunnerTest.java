package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.envelope;
import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.SinkPlan;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class PipelineRunnerTest {

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 2);
    guests.source.add(0, envelope(guest("a", "de", 30), guest("b", "fr", 20)));
    guests.source.add(0, guest("c", "de", 50));
    guests.source.add(1, guest("d", "de", 10));
    guests.source.add(1, "not json");
  }

  @Test
  void aReplayDoublesNothingAndSaysSo() {
    Pipeline pipeline = guests.pipeline().build();
    RunReport first = run(pipeline);
    var documents = states();
    guests.source.rewind();
    RunReport second = run(pipeline);

    assertThat(first.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(4, 0));
    assertThat(second.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(0, 4));
    assertThat(second.read()).isEqualTo(5);
    assertThat(states()).isEqualTo(documents);
    assertThat(guests.letters.letters()).hasSize(1);
    assertThat(guests.rows.rows()).hasSize(4);
    assertThat(run(pipeline).read()).as("committed, so nothing is left").isZero();
  }

  private Map<String, String> states() {
    return guests.aggregates.documents().stream()
        .collect(
            Collectors.toMap(
                document -> document.key().id(),
                document -> HexFormat.of().formatHex(document.state())));
  }

  @Test
  void anAggregationAddedLaterIsFilledByAReplayAndTheOthersStay() {
    run(guests.pipeline().build());
    guests.source.rewind();
    guests.source.add(1, guest("e", "de", 60));
    RunReport report =
        run(guests.pipeline().aggregate(Aggregation.named("overall").count().max("age")).build());

    assertThat(report.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(1, 4));
    assertThat(report.aggregations().get("overall")).isEqualTo(new RunReport.Applied(5, 0));
    assertThat(guests.aggregates.results("overall"))
        .containsExactly(Map.of("count", 5L, "max_age", 60L));
    assertThat(guests.count("de")).isEqualTo(4);
  }

  @Test
  void anotherDefinitionIsRefusedWithTheWayToRebuild() {
    run(guests.pipeline().build());
    guests.source.rewind();
    String remedy = "rebuild the aggregates by replay";
    assertThatThrownBy(() -> run(guests.pipeline().where(row -> true).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fingerprint")
        .hasMessageContaining(remedy);
    PipelineBuilder otherMeasures =
        Guests.definition()
            .deadLetters(guests.letters)
            .aggregate(Guests.byCountry().mean("age").min("age"))
            .into(guests.aggregates);
    assertThatThrownBy(() -> run(otherMeasures.build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(remedy);
    assertThatThrownBy(() -> run(guests.pipeline().version(2).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("definition version 1")
        .hasMessageContaining(remedy);
    assertThat(guests.count("de")).as("nothing was touched").isEqualTo(3);
  }

  @Test
  void anotherHmacKeyIsAnotherDefinitionOfWhatItHashes() {
    HmacKey one = HmacKey.of("sixteen bytes or".getBytes(StandardCharsets.UTF_8));
    HmacKey other = HmacKey.of("sixteen bytes of".getBytes(StandardCharsets.UTF_8));
    run(peopleBy(one));
    guests.source.rewind();
    assertThatThrownBy(() -> run(peopleBy(other)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fingerprint");
  }

  private Pipeline peopleBy(HmacKey key) {
    return guests
        .pipeline()
        .personal(PersonalData.hash(key))
        .aggregate(Aggregation.named("people").distinct("email"))
        .build();
  }

  @Test
  void aShortOutageIsRetried() {
    PickySink sink = PickySink.refusing(guests.name, row -> false).awayFor(2);
    run(guests.pipeline().rows(sink).build());
    assertThat(sink.batches()).hasSize(2);
    assertThat(guests.count("de")).isEqualTo(3);
  }

  @Test
  void aLongOutageStopsTheRunUncommittedAndTheNextRunIsRight() {
    PickySink sink = PickySink.refusing(guests.name, row -> false).away();
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    assertThatThrownBy(() -> run(pipeline)).isInstanceOf(TransientException.class);
    assertThat(guests.aggregates.documents()).as("rows come first").isEmpty();
    assertThat(guests.letters.letters()).isEmpty();

    sink.awayFor(0);
    RunReport report = run(pipeline);
    assertThat(report.read()).as("nothing was committed").isEqualTo(5);
    assertThat(guests.count("de")).isEqualTo(3);
    assertThat(guests.count("fr")).isEqualTo(1);
  }

  @Test
  void aSourceThatIsAwayForAMomentIsAskedAgain() {
    FlakySource source = new FlakySource(guests.source, 2, 2);
    RunReport report = PipelineRunner.runUntilCaughtUp(guests.pipeline().build(), source);
    assertThat(report.read()).isEqualTo(5);
    assertThat(run(guests.pipeline().build()).read()).as("it is committed").isZero();
  }

  @Test
  void aSourceThatAssignsLateIsNotTakenForCaughtUp() {
    LateSource source = new LateSource(guests.source);
    RunReport report = PipelineRunner.runUntilCaughtUp(guests.pipeline().build(), source);
    assertThat(report.read()).isEqualTo(5);
  }

  @Test
  void aPartitionIsFlushedAndCommittedBeforeItGoesAndDroppedWhenItIsLost() {
    RevokingSource source = new RevokingSource(guests.source, 0, 1);
    RunReport report = PipelineRunner.runUntilCaughtUp(guests.pipeline().build(), source);
    assertThat(report.read()).as("the lost partition's records are not counted").isEqualTo(3);
    assertThat(source.committed).containsOnlyKeys(0).containsEntry(0, 2L);
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void whatLeavesWithAFailureIsNeverFlushedLater() {
    PickySink sink = PickySink.refusing(guests.name, row -> false).away();
    RevokingSource source = new RevokingSource(guests.source, List.of(0, 1), List.of());
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    RunReport report = PipelineRunner.runUntilCaughtUp(pipeline, source);
    assertThat(report.read()).isZero();
    assertThat(source.committed).isEmpty();
    assertThat(guests.aggregates.documents()).isEmpty();
  }

  @Test
  void aWriteWhoseAcknowledgementIsLostCountsAsApplied() {
    Pipeline pipeline =
        Guests.definition()
            .deadLetters(guests.letters)
            .aggregate(Guests.byCountry())
            .into(new Unacknowledged(guests.name))
            .build();
    // of one partition: another one that writes in between would make it a retry
    Guests alone = guests.withLogOf(1);
    alone.source.add(0, envelope(guest("a", "de", 30), guest("b", "fr", 20)));
    alone.source.add(0, envelope(guest("c", "de", 50), guest("d", "de", 10)));
    RunReport report = PipelineRunner.runUntilCaughtUp(pipeline, alone.source);
    assertThat(report.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(4, 0));
    assertThat(guests.count("de")).isEqualTo(3);
    assertThat(guests.result("de")).containsEntry("sum_age", new BigDecimal(90));
  }

  @Test
  void theFirstErrorStopsARunWithoutDeadLetters() {
    Pipeline pipeline = Guests.definition().rows(guests.rows).build();
    assertThatThrownBy(() -> run(pipeline))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("stopped by the error policy: 1 of 2 elements cannot be used")
        .hasMessageContaining("guests-1@1#0");
  }

  private RunReport run(Pipeline pipeline) {
    return PipelineRunner.runUntilCaughtUp(pipeline, guests.source);
  }

  /** A store in memory of which every second answer to a write is lost. */
  private record Unacknowledged(String store) implements AggregateTarget {
    @Override
    public String name() {
      return "unacknowledged";
    }

    @Override
    public SinkPlan plan(List<Aggregation.Table> tables) {
      return new SinkPlan(name(), "", List.of(), List.of());
    }

    @Override
    public AggregateStore open(List<Aggregation.Table> tables) {
      AggregateStore real = InMemoryAggregates.named(store).open(tables);
      return new AggregateStore() {
        private int calls;

        @Override
        public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
          return real.load(keys);
        }

        @Override
        public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
          Set<AggregateKey> rejected = real.compareAndSet(writes);
          if (calls++ % 2 == 0) {
            throw new TransientException("no answer");
          }
          return rejected;
        }

        @Override
        public void close() {}
      };
    }
  }
}
