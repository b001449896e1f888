package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.faults.kill.fleet.Fleet;
import dev.rollcall.faults.kill.fleet.Ground;
import dev.rollcall.faults.kill.fleet.GroupProgress;
import dev.rollcall.faults.kill.fleet.Worker;
import dev.rollcall.faults.kill.visit.VisitProducer;
import dev.rollcall.faults.kill.visit.Visits;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * T7: a large backlog, a small heap, and a sink so slow that one flush takes longer than {@code
 * max.poll.interval.ms}. What is in flight must stay bounded and the worker a member of its group.
 */
public final class SlowSink implements FaultTest {

  private static final int IN_FLIGHT = 2_000;
  private static final int POLL_INTERVAL_MS = 10_000;
  private static final int ROWS_PER_SECOND = 10;
  private static final int PARTITIONS = 12;
  private static final int ASKS_PER_SECOND = 4;

  /** So many times the seconds, at most, for one write that is longer than the poll interval. */
  private static final int PATIENCE = 5;

  /** Records of one poll: the bound is looked at between polls. */
  private static final int ONE_POLL = 500;

  @Override
  public String id() {
    return "T7";
  }

  @Override
  public String title() {
    return "a large backlog, 256 MB of heap and a sink of 10 rows per second";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("records", "seconds");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("records", "50000", "seconds", "15");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    long records = parameters.getLong("records", 1_000_000);
    int seconds = parameters.getInt("seconds", 60);
    Ground ground =
        Ground.fresh("t7", PARTITIONS)
            .with("inFlight", IN_FLIGHT)
            .with("pollMs", POLL_INTERVAL_MS)
            .with("rowsPerSecond", ROWS_PER_SECOND);
    try (VisitProducer producer =
        ground.produce(new Visits(parameters.seed()), records, Double.POSITIVE_INFINITY)) {
      producer.finish();
    }
    progress.accept("T7: " + records + " records wait");
    try (GroupProgress group = ground.progress();
        Fleet fleet = ground.fleet()) {
      Worker worker = fleet.add();
      int asks = seconds * ASKS_PER_SECOND;
      for (int ask = 0; ask < asks || (ask < PATIENCE * asks && slowWrites(worker) == 0); ask++) {
        TimeUnit.MILLISECONDS.sleep(1_000 / ASKS_PER_SECOND);
        worker.askStatus();
        if (ask % (5 * ASKS_PER_SECOND) == 0) {
          progress.accept(words(worker, group.lag()));
        }
        fleet.requireAlive();
      }
      long lag = group.lag();
      fleet.kill(worker);
      return result(worker, records, seconds, lag);
    }
  }

  private static long slowWrites(Worker worker) {
    return worker.slowWrites(POLL_INTERVAL_MS);
  }

  private static String words(Worker worker, long lag) {
    return "T7: peak in flight %d, peak heap %d MB, %d records flushed, lag %d"
        .formatted(
            worker.counts().peakInFlight.get(),
            worker.counts().peakHeapMegabytes.get(),
            worker.counts().read.get(),
            lag);
  }

  private static FaultResult result(Worker worker, long records, int seconds, long lag) {
    long peak = worker.counts().peakInFlight.get();
    FaultResultBuilder result =
        FaultResult.of("T7")
            .fault("times the bound was reached", peak >= IN_FLIGHT ? 1 : 0)
            .fault("row writes longer than the poll interval", slowWrites(worker))
            .fault("records still waiting", lag)
            .figure("records", records)
            .figure("seconds", seconds)
            .figure("bound in flight", IN_FLIGHT)
            .figure("peak in flight", peak)
            .figure("longest row write ms", worker.counts().longestRowWriteMs.get())
            .figure("peak heap MB of 256", worker.counts().peakHeapMegabytes.get())
            .figure("records flushed", worker.counts().read.get());
    if (peak > IN_FLIGHT + ONE_POLL) {
      result.violation(peak + " records in flight, expected at most " + IN_FLIGHT + " and a poll");
    }
    if (worker.counts().assignments.get() != 1 || worker.counts().departures.get() != 0) {
      result.violation(
          "%d assignments and %d departures, expected 1 and 0: the group was rebalanced"
              .formatted(worker.counts().assignments.get(), worker.counts().departures.get()));
    }
    if (worker.counts().restarts.get() != 0) {
      result.violation(worker.counts().restarts.get() + " partitions were restarted");
    }
    return result.build();
  }
}
