package dev.rollcall.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.Flush;
import dev.rollcall.core.internal.process.HookedStore;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Which flushes are merged together; the tasks of the pool wait until the test runs them. */
class MergeQueueTest {

  private Guests guests;
  private CompiledPipeline pipeline;
  private HookedStore store;
  private PipelinePorts ports;
  private MergeQueue queue;
  private final WorkerBench.Steps pool = new WorkerBench.Steps();

  /** The partitions whose flushes were told of, with {@code !} if they failed. */
  private final List<String> told = new ArrayList<>();

  /** A flush of one guest of Germany. */
  private final class OneGuest implements MergeQueue.Waiting {
    final Flush flush;
    boolean isLeaving;
    boolean isDropped;

    OneGuest(int partition) {
      PartitionProcessor processor =
          new PartitionProcessor(pipeline, ports, new SourcePartition("guests", partition));
      byte[] json = Guests.guest("g" + partition, "de", 1).getBytes(StandardCharsets.UTF_8);
      processor.process(
          new SourceRecord(processor.partition(), "guests", 0, Instant.EPOCH, null, json));
      flush = processor.begin(processor.seal());
    }

    @Override
    public Flush flush() {
      return flush;
    }

    @Override
    public boolean isLeaving() {
      return isLeaving;
    }

    @Override
    public boolean isDropped() {
      return isDropped;
    }

    @Override
    public void merged(@Nullable Throwable failure) {
      told.add(flush.partition().partition() + (failure == null ? "" : "!"));
    }
  }

  private OneGuest leavingGuest(int partition) {
    OneGuest guest = new OneGuest(partition);
    guest.isLeaving = true;
    return guest;
  }

  @BeforeEach
  void queue(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
    store = new HookedStore(guests.aggregates.open(List.of()));
    pipeline =
        CompiledPipeline.of(
            Guests.definition().aggregate(Guests.byCountry()).into(guests.aggregates).build());
    ports = new PipelinePorts(pipeline, List.of(), store, null);
    queue = queue(pool);
  }

  private MergeQueue queue(Executor writing) {
    return new MergeQueue(new AggregateMerges(pipeline, store, MergeWaits.DEFAULT), writing);
  }

  @Test
  void oneThatIsAloneDoesNotWait() {
    queue.add(new OneGuest(0));
    assertThat(told).containsExactly("0");
    assertThat(pool.isEmpty()).as("it ends on the thread that brought it").isTrue();
    assertThat(guests.count("de")).isEqualTo(1);
  }

  @Test
  void thoseThatComeDuringAMergeAreMergedTogetherByTheNext() {
    store.beforeCall(
        1,
        () -> {
          queue.add(new OneGuest(1));
          queue.add(new OneGuest(2));
          queue.add(new OneGuest(3));
          assertThat(told).as("they wait").isEmpty();
        });
    queue.add(new OneGuest(0));
    pool.runAll();
    assertThat(told).containsExactly("0", "1", "2", "3");
    assertThat(store.sizes).as("one write of the one document for three").containsExactly(1, 1);
    assertThat(guests.count("de")).isEqualTo(4);
  }

  @Test
  void onePartitionThatLeavesDoesNotWaitForThoseThatStay() {
    store.beforeCall(
        1,
        () -> {
          queue.add(new OneGuest(1));
          queue.add(leavingGuest(2));
          assertThat(told).containsExactly("2");
        });
    queue.add(new OneGuest(0));
    assertThat(told).containsExactly("2", "0", "1");
    assertThat(guests.count("de")).isEqualTo(3);
  }

  @Test
  void onePartitionThatBeginsToLeaveWaitsNoLonger() {
    OneGuest leaving = new OneGuest(1);
    store.beforeCall(
        1,
        () -> {
          queue.add(leaving);
          queue.add(new OneGuest(2));
          queue.hurry(leaving);
          pool.runAll();
          assertThat(told).containsExactly("1");
        });
    queue.add(new OneGuest(0));
    assertThat(told).containsExactly("1", "0", "2");
    assertThat(guests.count("de")).isEqualTo(3);
    queue.hurry(leaving);
    assertThat(pool.isEmpty()).as("it is merged").isTrue();
  }

  @Test
  void whatIsDroppedWhileItWaitsIsNotMergedButToldOf() {
    OneGuest dropped = new OneGuest(1);
    store.beforeCall(
        1,
        () -> {
          queue.add(dropped);
          queue.add(new OneGuest(2));
          dropped.isDropped = true;
        });
    queue.add(new OneGuest(0));
    pool.runAll();
    assertThat(told).containsExactly("0", "1", "2");
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void aFailureIsToldToAllOfItsMergeAndTheNextOneGoesOn() {
    store.beforeCall(
        1,
        () -> {
          queue.add(new OneGuest(1));
          queue.add(new OneGuest(2));
          store.failures = 3;
        });
    queue.add(new OneGuest(0));
    store.failures = 0;
    pool.runAll();
    assertThat(told).containsExactly("0!", "1", "2");

    store.failures = 3;
    store.beforeCall(
        store.sizes.size() + 1,
        () -> {
          queue.add(new OneGuest(4));
          queue.add(new OneGuest(5));
          store.beforeCall(store.sizes.size() + 3, () -> store.failures = 3);
        });
    queue.add(new OneGuest(3));
    pool.runAll();
    assertThat(told.subList(3, told.size())).containsExactly("3!", "4!", "5!");
  }

  @Test
  void afterTheEndOfThePoolEachIsToldAllTheSame() {
    MergeQueue ended =
        queue(
            task -> {
              throw new RejectedExecutionException("ended");
            });
    store.beforeCall(
        1,
        () -> {
          ended.add(new OneGuest(1));
          ended.add(new OneGuest(2));
        });
    ended.add(new OneGuest(0));
    assertThat(told).containsExactly("0", "1", "2");
  }

  @Test
  void withoutAggregatesNothingWaits() {
    MergeQueue none = new MergeQueue(new AggregateMerges(pipeline, null, MergeWaits.DEFAULT), pool);
    none.add(new OneGuest(0));
    assertThat(told).containsExactly("0");
    assertThat(store.sizes).isEmpty();
  }
}
