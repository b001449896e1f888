package dev.rollcall.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Contention, case by case; the module faults simulates all of them at once. */
class AggregateMergerTest {

  /** More documents than two bulks hold. */
  private static final int DOCUMENTS = 1_201;

  private static final MergeWaits WAITS =
      new MergeWaits(
          new RetryPolicy(4, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(3, Duration.ZERO, Duration.ZERO));

  private Guests guests;
  private Pipeline pipeline;
  private HookedStore store;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
    store = new HookedStore(guests.aggregates.open(List.of()));
    pipeline = Guests.definition().aggregate(Guests.byCountry()).into(guests.aggregates).build();
  }

  @Test
  void manyDocumentsAreWrittenInBulks() {
    RunReport report = processor(0).flush().report();
    assertThat(report.aggregations().get("by_country"))
        .isEqualTo(new RunReport.Applied(DOCUMENTS, 0));
    assertThat(store.sizes).containsExactly(500, 500, 201);
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(1L);
  }

  @Test
  void aWorkerSupersededInItsSecondBulkAppliesNothingTwice() {
    PartitionProcessor zombie = processor(0);
    PartitionProcessor successor = processor(0);
    store.beforeCall(2, successor::flush);
    RunReport report = zombie.flush().report();
    assertThat(report.aggregations().get("by_country"))
        .isEqualTo(new RunReport.Applied(500, DOCUMENTS - 500));
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(1L);
  }

  @Test
  void aFasterPartitionIsNotOverwritten() {
    PartitionProcessor slow = processor(0);
    PartitionProcessor fast = processor(1);
    store.beforeCall(2, fast::flush);
    RunReport report = slow.flush().report();
    assertThat(report.aggregations().get("by_country"))
        .isEqualTo(new RunReport.Applied(DOCUMENTS, 0));
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(2L);
  }

  @Test
  void aDocumentDeletedUnderARunStopsItRatherThanLosingWhatItHeld() {
    processor(0).flush();
    PartitionProcessor other = processor(1);
    store.beforeCall(store.sizes.size() + 1, guests.aggregates::clear);
    assertThatThrownBy(other::flush)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("a document was deleted during the run");
  }

  @Test
  void aDocumentThatAReadMissesForAWhileIsLookedForAgain() {
    processor(0).flush();
    PartitionProcessor other = processor(1);
    store.beforeCall(
        store.sizes.size() + 1,
        () -> {
          // the first bulk is contended, and its documents hide from the next two reads
          processor(2).flush();
          store.hiddenReads = 2;
        });
    other.flush();
    assertThat(store.hiddenReads).isZero();
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(3L);
  }

  @Test
  void aDocumentThatHidesFromASupersededWorkerIsNotBegunAnew() {
    PartitionProcessor zombie = processor(0);
    PartitionProcessor successor = processor(0);
    processor(1).flush();
    int before = store.sizes.size();
    store.beforeCall(before + 1, successor::flush);
    // its successor's three reads, its own before and after, and then nothing is seen
    store.afterReads(5, () -> store.hiddenReads = 5);
    assertThatThrownBy(zombie::flush)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("a document was deleted during the run");
    assertThat(counts()).containsOnly(2L);
  }

  @Test
  void aStoreThatCannotConfirmEndsTheFlushByTheRetryPolicyWithItsLastFailure() {
    store.failures = Integer.MAX_VALUE;
    PartitionProcessor processor = processor(0);
    assertThatThrownBy(processor::flush)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("aggregation 'by_country'")
        .hasMessageContaining("did not confirm a write 3 times in a row, the last: no majority 3")
        .hasRootCauseMessage("no majority 3");
    assertThat(store.sizes).as("as often as the policy says").hasSize(3);
  }

  @Test
  void aStoreThatConfirmsAgainBeginsTheCountAnew() {
    store.failures = 2;
    store.beforeCall(4, () -> store.failures = 2);
    assertThat(processor(0).flush().report().aggregations().get("by_country"))
        .isEqualTo(new RunReport.Applied(DOCUMENTS, 0));
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(1L);
    assertThat(store.sizes).containsExactly(500, 500, 500, 500, 500, 500, 201);
  }

  @Test
  void whatTookEffectWithoutBeingConfirmedIsReadAndNotWrittenAgain() {
    store.failures = 1;
    store.appliesFailures = true;
    assertThat(processor(0).flush().report().aggregations().get("by_country"))
        .isEqualTo(new RunReport.Applied(DOCUMENTS, 0));
    assertThat(store.sizes).containsExactly(500, 500, 201);
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(1L);
  }

  @Test
  void documentsAreWrittenInTheOrderOfTheirKeysWhateverCameFirst() {
    processor(0).flush();
    assertThat(store.written).isSorted().hasSize(DOCUMENTS);
  }

  @Test
  void theOrderOfTheKeysIsKeptWhenOneOfThemWasSuperseded() {
    PartitionProcessor zombie = processor(0);
    // of the same document as the successor's, so that it is written again
    process(zombie, DOCUMENTS, "c250");
    PartitionProcessor successor = processor(0, 250);
    PartitionProcessor faster = processor(1);
    store.beforeCall(
        1,
        () -> {
          successor.flush();
          faster.flush();
        });

    zombie.flush();

    int ofOthers = 1 + DOCUMENTS;
    List<String> again = store.written.subList(ofOthers + 500, ofOthers + 500 + 500);
    assertThat(again).isSorted().doesNotHaveDuplicates();
    assertThat(again.subList(1, 499)).anyMatch(id -> id.contains("\"c250\""));
    assertThat(store.sizes).containsExactly(500, 1, 500, 500, 201, 500, 500, 201);
    assertThat(counts()).hasSize(DOCUMENTS).containsOnly(2L, 3L);
  }

  @Test
  void howFarThePartitionIsInTheDocumentsIsKnownOnceTheyWereRead() {
    PartitionProcessor first = processor(0);
    assertThat(first.flush().appliedOffset()).as("nothing was there before it").isEqualTo(-1);

    PartitionProcessor replay = processor(0);
    assertThat(replay.flush().appliedOffset()).isEqualTo(DOCUMENTS - 1);
    PartitionProcessor other = processor(1);
    assertThat(other.flush().appliedOffset()).isEqualTo(-1);
  }

  @Test
  void aDocumentThatStaysContendedGivesTheFlushUp() {
    store.rejectsAll = true;
    PartitionProcessor processor = processor(0);
    assertThatThrownBy(processor::flush)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("aggregation 'by_country': 500 documents are contended")
        .hasMessageContaining("after 4 attempts");
    assertThat(guests.aggregates.documents()).isEmpty();
  }

  @Test
  void anInterruptEndsTheWaitForAContendedDocument() {
    store.rejectsAll = true;
    PartitionProcessor processor = processor(0);
    Thread.currentThread().interrupt();
    assertThatThrownBy(processor::flush)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private List<Long> counts() {
    return guests.aggregates.results("by_country").stream()
        .map(result -> (Long) result.get("count"))
        .collect(Collectors.toList());
  }

  /** A processor that has one guest of each country before it. */
  private PartitionProcessor processor(int number) {
    SourcePartition partition = new SourcePartition("guests", number);
    return processor(partition, 0, DOCUMENTS);
  }

  /** A processor that has the guest of one country before it, as the one above. */
  private PartitionProcessor processor(int number, int country) {
    return processor(new SourcePartition("guests", number), country, country + 1);
  }

  private PartitionProcessor processor(SourcePartition partition, int from, int to) {
    PartitionProcessor processor =
        new PartitionProcessor(
            CompiledPipeline.of(pipeline),
            new PipelinePorts(CompiledPipeline.of(pipeline), List.of(), store, null),
            partition,
            WAITS);
    for (int i = from; i < to; i++) {
      process(processor, i, "c" + i);
    }
    return processor;
  }

  private static void process(PartitionProcessor processor, int offset, String country) {
    byte[] json = Guests.guest("g" + offset, country, 1).getBytes(StandardCharsets.UTF_8);
    processor.process(
        new SourceRecord(processor.partition(), "guests", offset, Instant.EPOCH, null, json));
  }
}
