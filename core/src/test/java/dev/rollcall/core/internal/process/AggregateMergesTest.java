package dev.rollcall.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Flushes of several partitions that are merged together, case by case. */
class AggregateMergesTest {

  private static final MergeWaits WAITS =
      new MergeWaits(
          new RetryPolicy(4, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(3, Duration.ZERO, Duration.ZERO));

  private Guests guests;
  private HookedStore store;
  private CompiledPipeline pipeline;
  private PipelinePorts ports;
  private AggregateMerges merges;

  /** A partition with guests of some countries before it, and its flush. */
  private final class Partition {
    final PartitionProcessor processor;
    private @Nullable Flush flush;

    Partition(int number, int from, String... countries) {
      this(ports, number, from, countries);
    }

    Partition(PipelinePorts own, int number, int from, String... countries) {
      processor =
          new PartitionProcessor(pipeline, own, new SourcePartition("guests", number), WAITS);
      for (int i = 0; i < countries.length; i++) {
        String json = Guests.guest("g" + number + "-" + (from + i), countries[i], 10);
        processor.process(
            new SourceRecord(
                processor.partition(),
                "guests",
                from + i,
                Instant.EPOCH,
                null,
                json.getBytes(StandardCharsets.UTF_8)));
      }
    }

    Flush flush() {
      Flush begun = flush;
      if (begun == null) {
        begun = processor.begin(processor.seal());
        flush = begun;
      }
      return begun;
    }

    RunReport.Applied applied() {
      return processor.end(flush()).report().aggregations().get("by_country");
    }
  }

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
    store = new HookedStore(guests.aggregates.open(List.of()));
    Pipeline definition =
        Guests.definition().aggregate(Guests.byCountry()).into(guests.aggregates).build();
    pipeline = CompiledPipeline.of(definition);
    ports = new PipelinePorts(pipeline, List.of(), store, null);
    merges = new AggregateMerges(pipeline, store, WAITS);
  }

  private void merge(Partition... partitions) {
    List<Flush> flushes = new ArrayList<>();
    for (Partition each : partitions) {
      flushes.add(each.flush());
    }
    merges.merge(flushes, Runnable::run);
  }

  @Test
  void aDocumentIsWrittenOnceForAllPartitions() {
    Partition one = new Partition(0, 0, "de", "fr", "de");
    Partition two = new Partition(1, 0, "de", "it");
    Partition three = new Partition(2, 0, "fr");
    merge(one, two, three);
    assertThat(store.sizes).containsExactly(3);
    assertThat(guests.count("de")).isEqualTo(3);
    assertThat(guests.count("fr")).isEqualTo(2);
    assertThat(guests.count("it")).isEqualTo(1);
    assertThat(one.applied()).isEqualTo(new RunReport.Applied(3, 0));
    assertThat(two.applied()).isEqualTo(new RunReport.Applied(2, 0));
    assertThat(three.applied()).isEqualTo(new RunReport.Applied(1, 0));
  }

  @Test
  void whatAPartitionHasMergedBeforeCountsForItAlone() {
    merge(new Partition(0, 0, "de", "fr"));
    Partition replayed = new Partition(0, 0, "de", "fr", "de");
    Partition other = new Partition(1, 0, "de", "de");
    merge(replayed, other);
    assertThat(guests.count("de")).isEqualTo(4);
    assertThat(guests.count("fr")).isEqualTo(1);
    assertThat(replayed.applied()).isEqualTo(new RunReport.Applied(1, 2));
    assertThat(other.applied()).isEqualTo(new RunReport.Applied(2, 0));
  }

  @Test
  void aSupersededPartitionBeginsAnewAndTheOthersGoOnWithWhatTheyHave() {
    Partition superseded = new Partition(0, 0, "de", "fr", "de");
    Partition other = new Partition(1, 0, "de", "fr");
    // another worker has merged the first two records of it
    Partition successor = new Partition(0, 0, "de", "fr");
    store.beforeCall(1, () -> merge(successor));
    merge(superseded, other);
    assertThat(guests.count("de")).isEqualTo(3);
    assertThat(guests.count("fr")).isEqualTo(2);
    assertThat(superseded.applied()).isEqualTo(new RunReport.Applied(1, 2));
    assertThat(other.applied()).isEqualTo(new RunReport.Applied(2, 0));
  }

  @Test
  void aContendedDocumentIsWrittenAgainWithAllDeltas() {
    Partition one = new Partition(0, 0, "de");
    Partition two = new Partition(1, 0, "de");
    Partition faster = new Partition(2, 0, "de", "de");
    store.beforeCall(1, () -> merge(faster));
    merge(one, two);
    assertThat(guests.count("de")).isEqualTo(4);
    assertThat(one.applied()).isEqualTo(new RunReport.Applied(1, 0));
    assertThat(two.applied()).isEqualTo(new RunReport.Applied(1, 0));
  }

  @Test
  void whatTookEffectUnconfirmedIsNotAddedAgainForAnyPartition() {
    store.failures = 1;
    store.appliesFailures = true;
    Partition one = new Partition(0, 0, "de");
    Partition two = new Partition(1, 0, "de");
    merge(one, two);
    assertThat(store.sizes).containsExactly(1);
    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(one.applied()).isEqualTo(new RunReport.Applied(1, 0));
  }

  @Test
  void aFailureIsThatOfAll() {
    store.failures = Integer.MAX_VALUE;
    Partition one = new Partition(0, 0, "de");
    Partition two = new Partition(1, 0, "fr");
    assertThatThrownBy(() -> merge(one, two)).isInstanceOf(TransientException.class);
    assertThat(guests.aggregates.documents()).isEmpty();
    // a replay does the rest
    store.failures = 0;
    merge(new Partition(0, 0, "de"), new Partition(1, 0, "fr"));
    assertThat(guests.count("de")).isEqualTo(1);
    assertThat(guests.count("fr")).isEqualTo(1);
  }

  @Test
  void manyRowsOfAGroupAreCountedAsFewAre() {
    String[] many = new String[100];
    Arrays.fill(many, "de");
    merge(new Partition(0, 0, "de"));
    Partition replayed = new Partition(0, 0, many);
    merge(replayed, new Partition(1, 0, many));
    assertThat(guests.count("de")).isEqualTo(200);
    assertThat(replayed.applied()).isEqualTo(new RunReport.Applied(99, 1));
  }

  @Test
  void bulksAreSharedAmongThreadsAndEachDocumentIsWhole() {
    String[] countries = new String[3_000];
    for (int i = 0; i < countries.length; i++) {
      countries[i] = "c" + i;
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    merges = new AggregateMerges(pipeline, guests.aggregates.open(List.of()), WAITS);
    try {
      Partition one = new Partition(0, 0, countries);
      Partition two = new Partition(1, 0, countries);
      merges.merge(List.of(one.flush(), two.flush()), threads);
      assertThat(one.applied()).isEqualTo(new RunReport.Applied(3_000, 0));
      assertThat(two.applied()).isEqualTo(new RunReport.Applied(3_000, 0));
    } finally {
      threads.shutdownNow();
    }
    assertThat(guests.aggregates.results("by_country"))
        .hasSize(3_000)
        .allSatisfy(result -> assertThat(result).containsEntry("count", 2L));
  }

  /** What a range of records adds, counted above what the documents hold by now. */
  private List<PartialAggregates.Part> counted(int number, int from, String... countries) {
    SourcePartition partition = new SourcePartition("guests", number);
    PartialAggregates aggregates = new PartialAggregates(pipeline, store, partition);
    PipelinePorts own = new PipelinePorts(pipeline, List.of(), aggregates, null);
    Partition range = new Partition(own, number, from, countries);
    range.processor.flush();
    return aggregates.parts();
  }

  @Test
  void partsThatWereCountedElsewhereAreOneWriteOfADocument() {
    merge(new Partition(0, 0, "de", "fr"));
    List<PartialAggregates.Part> parts = new ArrayList<>(counted(0, 0, "de", "fr", "de"));
    parts.addAll(counted(1, 0, "de", "it"));
    store.sizes.clear();
    merges.mergeParts(parts);
    assertThat(store.sizes).as("de and it; fr is as it was").containsExactly(2);
    assertThat(guests.count("de")).isEqualTo(3);
    assertThat(guests.count("fr")).isEqualTo(1);
    assertThat(guests.count("it")).isEqualTo(1);
    merges.mergeParts(parts);
    assertThat(store.sizes).as("a second time they are there").containsExactly(2);
    assertThat(guests.count("de")).isEqualTo(3);
  }

  @Test
  void partsOfAPartitionThatAnotherHasMergedMeanwhileAreToBeCountedAgain() {
    List<PartialAggregates.Part> parts = counted(0, 0, "de", "fr", "de");
    merge(new Partition(0, 0, "de", "fr"));
    assertThatThrownBy(() -> merges.mergeParts(parts))
        .isInstanceOf(SupersededException.class)
        .hasMessageContaining("aggregation 'by_country': got offset 0 of guests-0 in a document")
        .hasMessageContaining("expected -1");
    merges.mergeParts(counted(0, 0, "de", "fr", "de"));
    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.count("fr")).isEqualTo(1);
  }

  @Test
  void aContendedDocumentTakesThePartsAgain() {
    List<PartialAggregates.Part> parts = counted(0, 0, "de");
    Partition faster = new Partition(1, 0, "de");
    store.beforeCall(store.sizes.size() + 1, () -> merge(faster));
    merges.mergeParts(parts);
    assertThat(guests.count("de")).isEqualTo(2);
  }
}
