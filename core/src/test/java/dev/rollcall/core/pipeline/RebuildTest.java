package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.envelope;
import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A corrected definition and the aggregates that the one before it stored. */
class RebuildTest {

  private Guests guests;

  @BeforeEach
  void storedByTheFirst(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 2);
    guests.source.add(0, envelope(guest("a", "de", 40), guest("b", "fr", 30)));
    guests.source.add(1, envelope(guest("c", "de", 20)));
    run(version(1, Guests.byCountry()));
  }

  @Test
  void documentsOfALowerVersionAreReplacedAlsoThoseOfOtherMeasures() {
    guests.source.rewind();
    run(version(2, Guests.byCountry().max("age")).rebuild());

    assertThat(guests.result("de"))
        .containsEntry("count", 2L)
        .containsEntry("sum_age", BigDecimal.valueOf(60))
        .containsEntry("max_age", 40L);
    guests.source.rewind();
    run(version(2, Guests.byCountry().max("age")).rebuild());
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void aLowerVersionIsRefusedWithoutRebuildBeforeAnyRowIsWritten() {
    guests.source.rewind();
    guests.source.add(0, guest("z", "es", 1));

    assertThatThrownBy(() -> run(version(2, Guests.byCountry()).rows(guests.rows)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "aggregation 'by_country'", "version 1", "expected 2", "add rebuild()");
    assertThat(guests.rows.rows()).isEmpty();
    run(version(1, Guests.byCountry()));
    assertThat(guests.count("es")).as("the version before goes on").isEqualTo(1);
  }

  @Test
  void anotherDefinitionOfTheSameVersionIsToldToRaiseIt() {
    assertThatThrownBy(() -> run(version(1, Guests.byCountry().max("age"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("raise the version above 1", "add rebuild()");
    assertThatThrownBy(() -> run(version(1, Guests.byCountry()).rebuild()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("of version 1 already", "raise the version above 1");
  }

  @Test
  void aHigherVersionHaltsTheLowerByName() {
    guests.source.rewind();
    run(version(3, Guests.byCountry()).rebuild());

    for (PipelineBuilder lower :
        List.of(version(2, Guests.byCountry()), version(2, Guests.byCountry()).rebuild())) {
      assertThatThrownBy(() -> run(lower))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("version 3", "above 3");
    }
  }

  @Test
  void aDefinitionIsComparedWithTheLastOfItsVersionWhenTheStoreIsOpened() {
    guests = new Guests("named-" + guests.name, 1);
    guests.source.add(0, guest("a", "de", 40));
    run(version(1, Guests.byCountry()).where(row -> true));
    guests.source.add(0, guest("b", "de", 30));
    run(version(1, Guests.byCountry()).where(List.of("age"), row -> true));
    guests.source.add(0, guest("c", "fr", 20));

    assertThatThrownBy(
            () ->
                run(
                    version(1, Guests.byCountry())
                        .where(List.of("email"), row -> true)
                        .rows(guests.rows)))
        .as("what it now names is compared with what was named, not with what named nothing")
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("raise the version above 1");
    assertThat(guests.rows.rows()).isEmpty();
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void aRebuildInTheMidstOfTheLogIsRefusedAndChangesNothing() {
    guests.source.add(0, guest("d", "de", 50));

    assertThatThrownBy(() -> run(version(2, Guests.byCountry()).rebuild()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("guests-0", "guests-1", "first offset", "--from-beginning");
    assertThat(guests.count("de")).isEqualTo(2);
    assertThatThrownBy(() -> run(version(2, Guests.byCountry())))
        .as("nor does it help to leave rebuild() out then")
        .hasMessageContaining("guests-0");
    run(version(1, Guests.byCountry()));
    assertThat(guests.count("de")).as("the version before goes on").isEqualTo(3);
    guests.source.rewind();
    run(version(2, Guests.byCountry()).rebuild());
    assertThat(guests.count("de")).isEqualTo(3);
  }

  @Test
  void aRebuildGoesOnAfterARestartAndWhenThereIsNothingLeftToRebuild() {
    guests.source.rewind();
    run(version(2, Guests.byCountry()).rebuild());
    guests.source.add(1, guest("d", "de", 50));
    run(version(2, Guests.byCountry()).rebuild());
    guests.source.add(1, guest("e", "de", 51));
    run(version(2, Guests.byCountry()));

    assertThat(guests.count("de")).isEqualTo(4);
  }

  @Test
  void aWorkerOfTheLowerVersionHaltsAtItsNextDocumentAndItsNextPartition() {
    Pipeline first = version(1, Guests.byCountry()).build();
    SourcePartition partition = new SourcePartition("guests", 0);
    try (PipelinePorts ports = PipelinePorts.open(first.compiled())) {
      ports.definitions().begin(List.of(partition), any -> false);
      PartitionProcessor zombie = new PartitionProcessor(first.compiled(), ports, partition);
      guests.source.rewind();
      run(version(2, Guests.byCountry()).rebuild());
      guests.source.add(0, guest("d", "de", 50));
      SourceRecord late = guests.source.records().get(1);
      assertThat(late.partition()).isEqualTo(partition);

      assertThatThrownBy(() -> ports.definitions().begin(List.of(partition), any -> true))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("version 2", "expected 1");
      zombie.process(late);
      assertThatThrownBy(zombie::flush)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("version 2", "expected 1");
    }
    run(version(2, Guests.byCountry()).rebuild());
    assertThat(guests.count("de")).isEqualTo(3);
  }

  @Test
  void aWorkerThatSleptWhileItsRebuildWasTakenBackRecordsNothing() {
    Pipeline second = version(2, Guests.byCountry()).rebuild().build();
    SourcePartition partition = new SourcePartition("guests", 0);
    try (PipelinePorts asleep = PipelinePorts.open(second.compiled())) {
      run(version(1, Guests.byCountry()));
      try (PipelinePorts again = PipelinePorts.open(second.compiled())) {
        again.definitions().begin(List.of(new SourcePartition("guests", 1)), any -> true);

        assertThatThrownBy(() -> asleep.definitions().begin(List.of(partition), any -> true))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("has been entered again");
        again.definitions().begin(List.of(partition), any -> true);
      }
    }
  }

  @Test
  void otherGroupsWouldStayAmongTheNewOnes() {
    guests.source.rewind();
    AggregationBuilder byAge = Aggregation.named("by_country").groupBy("age").count();

    assertThatThrownBy(() -> run(version(2, byAge).rebuild()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("by [age]", "by [country]", "another name");
    guests.aggregates.documents().forEach(each -> guests.aggregates.remove(each.key()));
    run(version(2, byAge).rebuild());
    assertThat(guests.aggregates.results("by_country")).hasSize(3);
  }

  @Test
  void documentsWithoutAnEntryAreLookedAtWhenTheStoreIsOpened() {
    List<AggregateStore.Write> stored = guests.aggregates.documents();
    guests.aggregates.clear();
    try (AggregateStore store = guests.aggregates.open(List.of())) {
      store.compareAndSet(
          stored.stream()
              .map(
                  each ->
                      new AggregateStore.Write(
                          each.key(), null, each.newRevision(), each.state(), each.result()))
              .toList());
    }
    guests.source.rewind();

    assertThatThrownBy(() -> run(version(2, Guests.byCountry())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("a document", "version 1", "add rebuild()");
    run(version(1, Guests.byCountry()));
    try (AggregateStore store = guests.aggregates.open(List.of())) {
      assertThat(store.definitions("by_country").entries())
          .singleElement()
          .extracting(DefinitionRegistry.Entry::version)
          .isEqualTo(1);
    }
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void aBatchReplacesLowerVersionsUnaskedAndHaltsAtHigherOnes() {
    Guests daily = new Guests("batch-" + guests.name, 1);
    InMemoryRunLog log = new InMemoryRunLog();
    ListedBatch day = new ListedBatch(List.of(List.of(guest("a", "de", 40))));
    compute(daily, 1, Guests.byCountry(), log, day);
    compute(daily, 2, Guests.byCountry().max("age"), log, day);

    assertThat(daily.result("de")).containsEntry("count", 1L).containsEntry("max_age", 40L);
    assertThatThrownBy(() -> compute(daily, 1, Guests.byCountry(), log, day))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> compute(daily, 2, Guests.byCountry(), log, day))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("raise the version above 2 and run the batch again");
  }

  private static void compute(
      Guests guests,
      int version,
      AggregationBuilder aggregation,
      InMemoryRunLog log,
      ListedBatch batch) {
    Pipeline pipeline =
        Guests.definition().version(version).aggregate(aggregation).into(guests.aggregates).build();
    BatchRun.of(pipeline, log).run("guest-list/2026-01-02", batch, BatchRun.Engine.here(1));
  }

  private PipelineBuilder version(int version, AggregationBuilder aggregation) {
    return Guests.definition().version(version).aggregate(aggregation).into(guests.aggregates);
  }

  private void run(PipelineBuilder pipeline) {
    RecordSource source = guests.source;
    PipelineRunner.runUntilCaughtUp(pipeline.build(), source);
  }
}
