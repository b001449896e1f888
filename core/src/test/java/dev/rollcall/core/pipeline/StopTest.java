package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.memory.InMemorySource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown out of whatever call, or does not come back: a run can be stopped. */
@Execution(ExecutionMode.CONCURRENT)
class StopTest {

  private enum Moment {
    STARTING,
    RUNNING,
    STOPPING
  }

  private static final Map<String, Trap.Bait> BAITS =
      Map.of(
          "IllegalStateException", () -> new IllegalStateException("somebody@example.org"),
          "IOException", () -> new IOException("somebody@example.org"),
          "InterruptedException", InterruptedException::new,
          "NoClassDefFoundError", () -> new NoClassDefFoundError("org/example/CloseOptions"),
          "StackOverflowError", StackOverflowError::new,
          "OutOfMemoryError", () -> new OutOfMemoryError("pretended"),
          "AssertionError", () -> new AssertionError("somebody@example.org"));

  private static final List<String> OPENS =
      List.of("source.open", "sink.open", "store.open", "letters.open");

  private static final List<String> CALLS =
      List.of(
          "source.subscribe",
          "source.poll",
          "source.commit",
          "source.lag",
          "source.end",
          "source.pause",
          "source.resume",
          "source.rewind",
          "source.close",
          "sink.write",
          "sink.close",
          "store.load",
          "store.compareAndSet",
          "store.close",
          "letters.write",
          "letters.close");

  /** Those that the listener has, so that a new one is not forgotten. */
  private static final List<String> NEWS =
      Stream.of(RunListener.class.getMethods())
          .filter(method -> method.getReturnType() == void.class)
          .map(method -> "listener." + method.getName())
          .distinct()
          .toList();

  static Stream<String> calls() {
    return Stream.concat(CALLS.stream(), NEWS.stream());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aRunEndsWhateverIsThrownAndWhenever(String call) throws Exception {
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      BAITS.forEach(
          (name, bait) ->
              runs.add(
                  () -> {
                    endsInGoodOrder(new World(call, bait), call, name, moment);
                    return true;
                  }));
    }
    ExecutorService pool = Executors.newFixedThreadPool(runs.size());
    try {
      for (Future<Boolean> each : pool.invokeAll(runs)) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void endsInGoodOrder(World world, String call, String thrown, Moment moment)
      throws InterruptedException {
    if (moment == Moment.STARTING) {
      world.trap.arm();
    }
    PipelineRunner run = world.start();
    if (moment != Moment.STARTING) {
      run.awaitCaughtUp();
      world.trap.arm();
    }
    boolean comesAnyTime = !call.matches(".*(close|subscribe|assigned)");
    if (moment == Moment.RUNNING && comesAnyTime) {
      assertThat(world.trap.awaitSprung()).as("%s was called, %s", call, thrown).isTrue();
    }
    run.stop(Duration.ofSeconds(10));

    RunStatus.State state = run.status().state();
    Throwable failure = catchThrowable(run::awaitEnd);
    assertThat(world.trap.called())
        .contains("source.close", "sink.close", "store.close", "letters.close");
    if (!world.trap.isSprung()) {
      assertThat(moment == Moment.RUNNING && comesAnyTime).isFalse();
      return;
    }
    boolean isPassedOver = call.startsWith("listener.") && !thrown.endsWith("Error");
    if (isPassedOver) {
      assertThat(failure).isNull();
      assertThat(state).isEqualTo(RunStatus.State.STOPPED);
    } else if (failure != null) {
      assertThat(state).isEqualTo(RunStatus.State.FAILED);
      assertThat(RunFailure.text(failure)).contains(thrown).doesNotContain("somebody");
    } else {
      // only what is thrown after the end cannot be its reason
      assertThat(call).isEqualTo("listener.observed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"source.open", "sink.open", "store.open", "letters.open"})
  void aPortThatCannotBeOpenedIsToldAndTheOthersAreClosed(String call) {
    assertThat(OPENS).contains(call);
    BAITS.forEach(
        (name, bait) -> {
          World world = new World(call, bait);
          world.trap.arm();
          Throwable failure = catchThrowable(world::start);
          assertThat(failure).as(call).isNotNull();
          assertThat(RunFailure.text(failure)).contains(name).doesNotContain("somebody");
          String other = call.startsWith("store") ? "sink.close" : "store.close";
          assertThat(world.trap.called()).contains(other).doesNotContain(call.split("\\.")[0]);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source.subscribe",
        "source.poll",
        "source.commit",
        "source.close",
        "sink.write",
        "sink.close",
        "store.load",
        "store.close",
        "letters.write",
        "letters.close",
        "listener.flushed",
        "listener.observed"
      })
  void aCallThatNeverComesBackDoesNotKeepTheRun(String call) throws InterruptedException {
    World world = new World(call, () -> null);
    boolean atOnce = call.equals("source.subscribe");
    if (atOnce) {
      world.trap.arm();
    }
    PipelineRunner run = world.start(Duration.ofMillis(600));
    if (!atOnce) {
      run.awaitCaughtUp();
      world.trap.arm();
    }
    if (!call.endsWith(".close")) {
      assertThat(world.trap.awaitSprung()).isTrue();
    }
    assertThat(run.stop(Duration.ofMillis(100))).as("all was in time").isFalse();

    assertThat(world.trap.called()).contains("sink.close", "store.close", "letters.close");
    if (call.matches("(source|listener).*")) {
      assertThatThrownBy(run::awaitEnd)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("does not come back from " + Trap.class.getName());
    } else if (call.endsWith(".close")) {
      assertThatThrownBy(run::awaitEnd).hasMessageContaining("did not end within 600 ms");
    } else {
      // the flush is dropped; before the first letter of a partition there were others
      long begun = call.equals("letters.write") ? World.FIRST_LETTER : 0;
      assertThat(world.source.committed).containsEntry(0, World.END);
      for (int hanging = 1; hanging < 4; hanging++) {
        assertThat(world.source.committed.getOrDefault(hanging, 0L)).isLessThanOrEqualTo(begun);
      }
    }
  }

  @Test
  void aListenerThatNeverComesBackFromTheEndDoesNotKeepTheJvm() throws Exception {
    World world = new World("source.poll", () -> null);
    CompletableFuture<Thread> told = new CompletableFuture<>();
    world.onEnd =
        () -> {
          told.complete(Thread.currentThread());
          Trap.hang();
        };
    PipelineRunner run = world.start(Duration.ofMillis(600));
    run.awaitCaughtUp();
    List<Thread> threads = threads(run);
    world.trap.arm();
    assertThat(world.trap.awaitSprung()).isTrue();
    run.stop(Duration.ofMillis(100));

    assertThat(told.get(30, TimeUnit.SECONDS).isDaemon()).isTrue();
    for (Thread thread : threads) {
      if (!thread.isDaemon()) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void theThreadsOfARunEndWithIt() throws Exception {
    World world = new World("none", () -> null);
    PipelineRunner run = world.start();
    run.awaitCaughtUp();
    List<Thread> threads = threads(run);
    assertThat(threads).as("watcher, poller, a worker at least").hasSizeGreaterThan(2);
    run.close();
    for (Thread thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  /** Those that are named after the run's thread that is not a daemon. */
  private static List<Thread> threads(PipelineRunner run) {
    String name = run.threadName();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name) || thread.getName().startsWith(name + "-"))
        .toList();
  }

  @Test
  void aDeadlineMayBeForEver() {
    PipelineRunner run = new World("none", () -> null).start();
    run.awaitCaughtUp();
    assertThat(run.stop(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
  }

  /** Four partitions of which the most was applied before, and some is new. */
  private static final class World {
    /** Offsets of a partition. */
    static final long FIRST_LETTER = 20;

    static final long END = 27;

    final Trap trap;
    volatile Runnable onEnd = () -> {};
    private final String name = UUID.randomUUID().toString();
    private final TrappedSource source;

    World(String call, Trap.Bait bait) {
      InMemorySource log = InMemorySource.named("guests", 4);
      for (int partition = 0; partition < 4; partition++) {
        add(log, partition, 20);
      }
      Trap.set(name, "none", () -> null);
      PipelineRunner.runUntilCaughtUp(pipeline(1_000), log);
      this.trap = Trap.set(name, call, bait);
      log.rewind();
      for (int partition = 0; partition < 4; partition++) {
        add(log, partition, 5);
      }
      this.source = new TrappedSource(log, trap);
    }

    private static void add(InMemorySource log, int partition, int guests) {
      for (int i = 0; i < guests; i++) {
        log.add(partition, guest(partition + "-" + i, "de", 30));
      }
      log.add(partition, "not json");
    }

    private Pipeline pipeline(int flushAt) {
      return Guests.definition()
          .rows(new TrappedPorts.Rows(name))
          .aggregate(Guests.byCountry())
          .into(new TrappedPorts.Aggregates(name))
          .deadLetters(new TrappedPorts.Letters(name))
          .flushAt(flushAt, 1_000_000)
          .build();
    }

    PipelineRunner start() {
      return start(Duration.ofSeconds(15));
    }

    PipelineRunner start(Duration closedWithin) {
      return PipelineRunner.builder(pipeline(7))
          .workers(2)
          .inFlight(5, 1 << 20)
          .flushEvery(Duration.ofMillis(1))
          .drainWithin(Duration.ofSeconds(10))
          .restarts(new RetryPolicy(100, Duration.ofMillis(1), Duration.ofMillis(2)))
          .closedWithin(closedWithin)
          .listener(listener())
          .start(source);
    }

    private RunListener listener() {
      return (RunListener)
          Proxy.newProxyInstance(
              RunListener.class.getClassLoader(),
              new Class<?>[] {RunListener.class},
              (proxy, method, arguments) -> {
                trap.step("listener." + method.getName());
                if (arguments[0] instanceof RunStatus status
                    && status.state() == RunStatus.State.FAILED) {
                  onEnd.run();
                }
                return null;
              });
    }
  }
}
