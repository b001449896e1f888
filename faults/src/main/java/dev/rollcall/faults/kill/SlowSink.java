package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T7: a large backlog, a small heap, and a sink so slow that one flush takes longer than {@code
 * max.poll.interval.ms}. What is in flight must stay bounded and the worker a member of its group.
 */
public final class SlowSink extends FaultTest {

  private static final int IN_FLIGHT = WorkerSettings.SLOW_IN_FLIGHT;

  /** So many times the seconds, at most, for one write that is longer than the poll interval. */
  private static final int PATIENCE = 5;

  /** Records of one poll: the bound is looked at between polls. */
  private static final int ONE_POLL = 500;

  @Option(names = "--records", description = "Records in the backlog.")
  private long records = 1_000_000;

  @Option(names = "--seconds", description = "Seconds to run.")
  private int seconds = 60;

  public SlowSink() {
    super(
        "T7",
        "a large backlog, 256 MB of heap and a sink of 10 rows per second",
        "--records=50000",
        "--seconds=15");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    try (Fleet fleet = Fleet.open("t7", Fleet.PARTITIONS, Behaviour.SLOW)) {
      fleet.produce(seed, records, Double.POSITIVE_INFINITY).finish();
      Worker worker = fleet.add();
      fleet.report(
          () ->
              "T7: peak in flight %d, peak heap %d MB, %d records flushed"
                  .formatted(
                      worker.count(Count.PEAK_IN_FLIGHT),
                      worker.count(Count.PEAK_HEAP_MEGABYTES),
                      worker.count(Count.READ)),
          progress);
      fleet.await(Duration.ofSeconds(seconds), () -> false);
      fleet.await(
          Duration.ofSeconds((long) PATIENCE * seconds),
          () -> worker.count(Count.SLOW_ROW_WRITES) > 0);
      long lag = fleet.lag().now();
      fleet.kill(worker);
      long peak = worker.count(Count.PEAK_IN_FLIGHT);
      result
          .fault("times the bound was reached", peak >= IN_FLIGHT ? 1 : 0)
          .fault("row writes longer than the poll interval", worker.count(Count.SLOW_ROW_WRITES))
          .fault("records still waiting", lag)
          .figure("records", records)
          .figure("seconds", seconds)
          .figure("bound in flight", IN_FLIGHT)
          .figure("peak in flight", peak)
          .figure("longest row write ms", worker.count(Count.LONGEST_ROW_WRITE_MS))
          .figure("peak heap MB of 256", worker.count(Count.PEAK_HEAP_MEGABYTES))
          .figure("records flushed", worker.count(Count.READ));
      if (peak > IN_FLIGHT + ONE_POLL) {
        result.violation(
            peak + " records in flight, expected at most " + IN_FLIGHT + " and a poll");
      }
      long assignments = worker.count(Count.ASSIGNMENTS);
      long departures = worker.count(Count.DEPARTURES);
      if (assignments != 1 || departures != 0) {
        result.violation(
            "%d assignments and %d departures, expected 1 and 0: the group was rebalanced"
                .formatted(assignments, departures));
      }
      if (worker.count(Count.RESTARTS) != 0) {
        result.violation(worker.count(Count.RESTARTS) + " partitions were restarted");
      }
    }
  }
}
