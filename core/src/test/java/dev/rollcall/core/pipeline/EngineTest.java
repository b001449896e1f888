package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The engine in this JVM: bounds, rebalances, restarts, stopping. */
class EngineTest {

  private static final RetryPolicy SOON =
      new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(5));

  /** By the name of the test, as the functions of a pipeline are copied. */
  private static final Map<String, CountDownLatch> AWAITED = new ConcurrentHashMap<>();

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests("engine: " + test.getDisplayName(), 4);
  }

  private void add(int each) {
    for (int partition = 0; partition < 4; partition++) {
      for (int i = 0; i < each; i++) {
        guests.source.add(partition, guest(partition + "-" + i, "de", 30));
      }
    }
  }

  @Test
  void whatIsInFlightStaysWithinItsBoundWhileASinkStandsStill() throws InterruptedException {
    add(2_000);
    GatedSink sink = GatedSink.named(guests.name);
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    PollCounter source = new PollCounter(guests.source);
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).inFlight(100, 1 << 20).start(source.origin())) {
      source.awaitPolls(50);
      // one poll of this source hands out 500 of each partition
      assertThat(run.status().inFlightRecords()).isBetween(1L, 2_000L);
      assertThat(source.handedOut()).isEqualTo(2_000);
      assertThat(run.status().live()).isTrue();
      assertThat(source.longestWhilePaused())
          .as("a source that blocks must not hide the end of a flush for long")
          .isPositive()
          .isLessThan(Duration.ofMillis(20));
      sink.open();
      assertThat(run.awaitCaughtUp().read()).isEqualTo(8_000);
      assertThat(run.status().inFlightRecords()).isZero();
      assertThat(run.status().inFlightBytes()).isZero();
    }
    assertThat(guests.count("de")).isEqualTo(8_000);
  }

  @Test
  void aPartitionIsReadOnWhileASinkStandsStill() {
    add(10);
    GatedSink sink = GatedSink.named(guests.name);
    String name = guests.name;
    // four of each partition are sealed, four more fill the open buffer, and two wait
    CountDownLatch both = new CountDownLatch(4 * 8);
    AWAITED.put(name, both);
    Pipeline pipeline =
        guests
            .pipeline()
            .where(
                row -> {
                  AWAITED.get(name).countDown();
                  return true;
                })
            .rows(sink)
            .flushAt(4, 1 << 20)
            .build();
    try (PipelineRunner run = PipelineRunner.builder(pipeline).workers(1).start(guests.source)) {
      await(both);
      assertThat(run.status().report().read()).isZero();
      sink.open();
      assertThat(run.awaitCaughtUp().read()).isEqualTo(40);
    }
    assertThat(guests.count("de")).isEqualTo(40);
  }

  @Test
  void aPartitionThatIsRevokedDuringAFlushLeavesWithAllThatWasRead() {
    add(10);
    GatedSink sink = GatedSink.named(guests.name);
    Pipeline pipeline = guests.pipeline().rows(sink).flushAt(4, 1 << 20).build();
    RevokingSource source =
        new RevokingSource(guests.source, List.of(0, 1, 2, 3), List.of()) {
          @Override
          void beforeRevoking() {
            sink.awaitCaller();
            CompletableFuture.runAsync(sink::open);
          }
        };
    try (PipelineRunner run = PipelineRunner.start(pipeline, origin(source))) {
      assertThat(run.awaitCaughtUp().read()).isEqualTo(40);
    }
    assertThat(source.committed)
        .hasSize(4)
        .allSatisfy((partition, next) -> assertThat(next).isEqualTo(10));
    assertThat(guests.count("de")).isEqualTo(40);
  }

  @Test
  void aStoreThatComesBackIsWaitedForAndNothingIsCountedTwice() {
    add(50);
    PickySink sink = PickySink.refusing(guests.name, row -> false).awayFor(20);
    List<SourcePartition> restarted = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void restarted(SourcePartition partition, RollcallException error) {
            restarted.add(partition);
          }
        };
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline)
            .restarts(new RetryPolicy(100, Duration.ofMillis(1), Duration.ofMillis(2)))
            .listener(listener)
            .start(guests.source)) {
      assertThat(run.awaitCaughtUp().read()).isEqualTo(200);
    }
    assertThat(restarted).as("the outage was longer than the retries").isNotEmpty();
    assertThat(guests.count("de")).isEqualTo(200);
  }

  @Test
  void aStoreThatStaysAwayEndsTheRunAfterItsRestarts() {
    add(5);
    PickySink sink = PickySink.refusing(guests.name, row -> false).away();
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).restarts(SOON).start(guests.source)) {
      assertThatThrownBy(run::awaitEnd)
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("the sink is away");
      assertThat(run.status().state()).isEqualTo(RunStatus.State.FAILED);
      assertThat(run.status().live()).isFalse();
    }
  }

  @Test
  void aStopMakesDurableWhatIsInFlightAndTheNextRunReadsNothingAgain() {
    add(300);
    Pipeline pipeline = guests.pipeline().build();
    CountDownLatch flushed = new CountDownLatch(1);
    RunListener listener =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            flushed.countDown();
          }
        };
    PipelineRunner run =
        PipelineRunner.builder(pipeline)
            .flushEvery(Duration.ofMillis(1))
            .listener(listener)
            .start(guests.source);
    await(flushed);
    assertThat(run.stop(Duration.ofSeconds(30))).isTrue();
    long first = run.status().report().read();
    RunReport second = PipelineRunner.runUntilCaughtUp(pipeline, guests.source);
    assertThat(first).isPositive();
    assertThat(first + second.read()).isEqualTo(1_200);
    assertThat(second.aggregations().values()).allMatch(a -> a.alreadyApplied() == 0);
    assertThat(guests.count("de")).isEqualTo(1_200);
  }

  @Test
  void aStopThatRunsOutOfTimeSaysSoAndTheDroppedComesAgain() {
    add(10);
    GatedSink sink = GatedSink.named(guests.name);
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    PipelineRunner run =
        PipelineRunner.builder(pipeline).flushEvery(Duration.ofMillis(1)).start(guests.source);
    sink.awaitCaller();
    assertThat(run.stop(Duration.ofMillis(50))).isFalse();
    assertThat(run.status().state()).isEqualTo(RunStatus.State.STOPPED);
    assertThat(run.status().report().read()).isZero();
    sink.open();
    assertThat(PipelineRunner.runUntilCaughtUp(pipeline, guests.source).read()).isEqualTo(40);
    assertThat(guests.count("de")).isEqualTo(40);
  }

  @Test
  void aPartitionWhoseSinkIsTooSlowGoesUnflushedWhenItIsRevoked() {
    add(10);
    GatedSink sink = GatedSink.named(guests.name);
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    RevokingSource source = new RevokingSource(guests.source, List.of(0, 1, 2, 3), List.of());
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).drainWithin(Duration.ofMillis(20)).start(origin(source))) {
      assertThat(run.awaitCaughtUp().read()).isZero();
      assertThat(run.status().partitions()).isEmpty();
      assertThat(source.committed).isEmpty();
    }
  }

  @Test
  void anOffsetBeyondTheEndOfTheLogIsANamedHalt() {
    add(5);
    Pipeline pipeline = guests.pipeline().build();
    PipelineRunner.runUntilCaughtUp(pipeline, guests.source);
    Guests cut = guests.withLogOf(4);
    cut.source.add(0, guest("new", "de", 1));
    assertThatThrownBy(() -> PipelineRunner.runUntilCaughtUp(pipeline, cut.source))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the aggregates hold offset 4, but the log ends at 1")
        .hasMessageContaining("sourceId");
  }

  @Test
  void aListenerThatFailsDoesNotEndTheRun() {
    add(3);
    RunListener listener =
        new RunListener() {
          @Override
          public void assigned(Collection<SourcePartition> partitions) {
            throw new IllegalStateException("listener");
          }

          @Override
          public void committed(Map<SourcePartition, Long> next) {
            throw new IllegalStateException("listener");
          }
        };
    try (PipelineRunner run =
        PipelineRunner.builder(guests.pipeline().build()).listener(listener).start(guests.source)) {
      assertThat(run.awaitCaughtUp().read()).isEqualTo(12);
    }
  }

  @Test
  void aListenerIsToldWhereTheTimeWentAndHowTheRunStands() {
    add(3);
    Map<String, Duration> spent = new ConcurrentHashMap<>();
    List<String> order = new CopyOnWriteArrayList<>();
    List<RunStatus> seen = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void stored(SourcePartition partition, String target, Duration took) {
            spent.merge(target, took, Duration::plus);
            order.add("stored " + partition);
          }

          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            order.add("flushed " + partition);
          }

          @Override
          public void observed(RunStatus status) {
            seen.add(status);
          }
        };
    GatedSink sink = GatedSink.named(guests.name);
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).listener(listener).start(guests.source)) {
      sink.open();
      run.awaitCaughtUp();
      assertThat(seen.get(seen.size() - 1).report()).isEqualTo(run.status().report());
    }
    assertThat(spent)
        .containsOnlyKeys(sink.name(), guests.rows.name(), guests.aggregates.name())
        .allSatisfy((target, took) -> assertThat(took).isPositive());
    String last = order.get(order.size() - 1).replace("flushed ", "");
    assertThat(order.get(order.size() - 2)).isEqualTo("stored " + last);
    assertThat(seen.get(0).state()).isNotEqualTo(RunStatus.State.STOPPED);
    assertThat(seen.get(seen.size() - 1))
        .satisfies(
            end -> {
              assertThat(end.state()).isEqualTo(RunStatus.State.STOPPED);
              assertThat(end.report().read()).isEqualTo(12);
              assertThat(end.live()).isFalse();
            });
  }

  @Test
  void aListenerSeesEachDeadLetterOnceItIsDurableAndWithoutItsPayload() {
    add(2);
    guests.source.add(1, "not json of somebody@example.org");
    guests.source.add(2, Guests.envelope("{\"id\":\"x\",\"age\":\"old\"}", "{\"age\":3}"));
    PickySink sink = PickySink.refusing(guests.name, row -> "3-1".equals(row.get("id")));
    List<DeadLetter> seen = new CopyOnWriteArrayList<>();
    List<Boolean> durable = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void deadLettered(DeadLetter letter) {
            seen.add(letter);
            durable.add(
                guests.letters.letters().stream().anyMatch(l -> l.id().equals(letter.id())));
          }
        };
    Pipeline pipeline = guests.pipeline().rows(sink).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).listener(listener).start(guests.source)) {
      assertThat(run.awaitCaughtUp().deadLettered()).isEqualTo(4);
    }
    assertThat(seen)
        .extracting(DeadLetter::reasonClass)
        .containsExactlyInAnyOrder(
            "malformed-json", "wrong-type", "missing-value", "sink-rejected");
    assertThat(seen)
        .allSatisfy(
            letter -> {
              assertThat(letter.value()).isNull();
              assertThat(letter.key()).isNull();
              assertThat(letter.sha256()).hasSize(64);
              assertThat(letter.toString()).doesNotContain("somebody");
            });
    assertThat(durable).doesNotContain(false);
  }

  @Test
  void aListenerIsToldOfTheErrorThatEndedTheRunByItsState() {
    guests.source.add(0, "not json");
    List<RunStatus.State> states = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void observed(RunStatus status) {
            states.add(status.state());
          }
        };
    Pipeline pipeline = Guests.definition().rows(guests.rows).build();
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline).listener(listener).start(guests.source)) {
      assertThatThrownBy(run::awaitEnd).isInstanceOf(FatalException.class);
    }
    assertThat(states.get(states.size() - 1)).isEqualTo(RunStatus.State.FAILED);
  }

  @Test
  void aListenerMayAskForTheEndButNotWaitForIt() {
    add(3);
    List<String> refused = new CopyOnWriteArrayList<>();
    PipelineRunner[] runs = new PipelineRunner[1];
    CountDownLatch started = new CountDownLatch(1);
    RunListener listener =
        new RunListener() {
          @Override
          public void committed(Map<SourcePartition, Long> next) {
            await(started);
            try {
              runs[0].awaitEnd();
            } catch (IllegalStateException e) {
              refused.add(String.valueOf(e.getMessage()));
            }
            runs[0].stop(Duration.ofSeconds(10));
          }
        };
    runs[0] =
        PipelineRunner.builder(guests.pipeline().build())
            .flushEvery(Duration.ofMillis(1))
            .listener(listener)
            .start(guests.source);
    started.countDown();
    assertThat(runs[0].awaitEnd().read()).isEqualTo(12);
    assertThat(refused).isNotEmpty().allMatch(text -> text.contains("cannot wait"));
  }

  @Test
  void theFirstFatalErrorEndsTheRunAndWhoeverWaitsIsTold() {
    guests.source.add(0, "not json");
    Pipeline pipeline = Guests.definition().rows(guests.rows).build();
    try (PipelineRunner run = PipelineRunner.start(pipeline, guests.source)) {
      assertThatThrownBy(run::awaitCaughtUp)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("stopped by the error policy");
    }
  }

  private static RecordSource.Origin origin(WrappedSource source) {
    return new WrappedSource.Origin(source);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts polls and the records they gave. */
  private static final class PollCounter extends WrappedSource {
    private int polls;
    private int records;
    private boolean paused;
    private Duration longest = Duration.ZERO;

    PollCounter(RecordSource real) {
      super(real);
    }

    RecordSource.Origin origin() {
      return new Origin(this);
    }

    @Override
    public synchronized List<SourceRecord> poll(Duration atMost) {
      List<SourceRecord> polled = new ArrayList<>(super.poll(atMost));
      polls++;
      records += polled.size();
      longest = paused && atMost.compareTo(longest) > 0 ? atMost : longest;
      notifyAll();
      return polled;
    }

    @Override
    public synchronized void pause(Collection<SourcePartition> partitions) {
      super.pause(partitions);
      paused = true;
    }

    /** How long a poll might have taken of a source that was told to give nothing. */
    synchronized Duration longestWhilePaused() {
      return longest;
    }

    synchronized void awaitPolls(int more) throws InterruptedException {
      int enough = polls + more;
      while (polls < enough) {
        wait(10_000);
      }
    }

    synchronized int handedOut() {
      return records;
    }
  }
}
