package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.RunLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RunLog} must do. A subclass opens the log, two instances for two workers, and
 * reads an entry back by other means than the port.
 */
public abstract class RunLogContract {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant END = START.plusSeconds(61);
  private static final int RUNS = 32;

  /** A live log; called twice, it gives two on the same store. */
  protected abstract RunLog open();

  /** The entry of a run as the store holds it; empty if there is none. */
  protected abstract Optional<Entry> entry(String runId);

  /**
   * An entry.
   *
   * @param number the run's number
   * @param pipeline the pipeline's name
   * @param started when it began
   * @param ended when it ended; null if it did not
   * @param figures of a good end; empty otherwise
   * @param failure the reason of a bad end; null otherwise
   */
  public record Entry(
      long number,
      String pipeline,
      Instant started,
      @Nullable Instant ended,
      Map<String, Long> figures,
      @Nullable String failure) {}

  @Test
  void aRunIsThereFromItsStart() {
    String run = id();
    try (RunLog log = open()) {
      long number = log.started("contract", run, START);
      assertThat(entry(run)).contains(new Entry(number, "contract", START, null, Map.of(), null));
    }
  }

  @Test
  void aGoodEndHasItsFigures() {
    String run = id();
    Map<String, Long> figures = Map.of("read", 2_000L, "written", 1_937L, "filtered", 63L);
    try (RunLog log = open()) {
      long number = log.started("contract", run, START);
      log.finished(run, END, figures);
      log.finished(run, END, figures);
      assertThat(entry(run)).contains(new Entry(number, "contract", START, END, figures, null));
    }
  }

  @Test
  void aBadEndHasItsReason() {
    String run = id();
    String reason = "stopped: 3 of 10 elements – \"o'clock\" \uD83D\uDD52";
    try (RunLog log = open()) {
      long number = log.started("contract", run, START);
      log.failed(run, END, reason);
      assertThat(entry(run)).contains(new Entry(number, "contract", START, END, Map.of(), reason));
    }
  }

  @Test
  void numbersRiseAlsoWhenRunsStartAtTheSameTime() {
    try (RunLog one = open();
        RunLog another = open()) {
      long before = one.started("contract", id(), START);
      List<CompletableFuture<Long>> starts = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        RunLog log = i % 2 == 0 ? one : another;
        starts.add(CompletableFuture.supplyAsync(() -> log.started("contract", id(), START)));
      }
      List<Long> numbers = starts.stream().map(CompletableFuture::join).toList();
      assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number > before);
      long last = another.started("contract", id(), START);
      assertThat(numbers).allMatch(number -> number < last);
    }
  }

  @Test
  void theLastGoodRunIsThatOfTheHighestNumber() {
    String pipeline = id();
    try (RunLog log = open()) {
      assertThat(log.lastFinished(pipeline)).isEmpty();

      String first = id();
      long firstNumber = log.started(pipeline, first, START);
      String second = id();
      long secondNumber = log.started(pipeline, second, START);
      log.finished(second, END, Map.of("read", 2L, "dead_lettered", -1L));
      log.finished(first, END.plusSeconds(1), Map.of("read", 1L));
      assertThat(firstNumber).isLessThan(secondNumber);
      assertThat(log.lastFinished(pipeline))
          .contains(
              new RunLog.FinishedRun(
                  secondNumber, second, Map.of("read", 2L, "dead_lettered", -1L)));
    }
  }

  @Test
  void runsThatFailedOrWereCutOffOrAreOthersAreNoGoodRuns() {
    String pipeline = id();
    try (RunLog log = open()) {
      String good = id();
      long number = log.started(pipeline, good, START);
      log.finished(good, END, Map.of());
      String failed = id();
      log.started(pipeline, failed, START);
      log.failed(failed, END, "the store is away");
      log.started(pipeline, id(), START);
      String other = id();
      log.started(id(), other, START);
      log.finished(other, END, Map.of("read", 9L));

      assertThat(log.lastFinished(pipeline))
          .contains(new RunLog.FinishedRun(number, good, Map.of()));
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
