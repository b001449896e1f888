package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import dev.rollcall.testkit.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T8: SIGTERM at random instants under load. The worker must end within its deadline with
 * everything it read written and committed, so that the next one replays nothing.
 */
public final class StoppedWorkers extends FaultTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double RECORDS_PER_SECOND = 400;

  /** For closing clients, beyond the deadline of the drain. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  @Option(names = "--stops", description = "Workers to stop.")
  private int stops = 30;

  public StoppedWorkers() {
    super("T8", "SIGTERM at random instants under load", "--stops=2");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    Random random = new Random(seed);
    List<Long> took = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long busy = 0;
    try (Fleet fleet = Fleet.open("t8", Fleet.PARTITIONS, Behaviour.SOUND)) {
      VisitProducer producer = fleet.produce(seed, Long.MAX_VALUE, RECORDS_PER_SECOND);
      fleet.report(() -> "T8: " + took.size() + " stops", progress);
      for (int stop = 0; stop < stops; stop++) {
        Worker worker = fleet.add();
        fleet.require(PATIENCE, "the first flush", () -> worker.count(Count.FLUSHES) > 0);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        fleet.forget(worker);
        long flushes = worker.count(Count.FLUSHES);
        long began = System.nanoTime();
        worker.process().stop();
        int status = worker.process().awaitEnd(Worker.PATIENCE);
        took.add((System.nanoTime() - began) / 1_000_000);
        starts.add(worker.startMs());
        busy += worker.count(Count.FLUSHES) > flushes ? 1 : 0;
        check(result, worker, status, took.get(stop));
      }
      producer.end();
      Worker last = fleet.add();
      fleet.require(PATIENCE, "the last worker has joined", last::joined);
      fleet.finish(PATIENCE);
      long replayed = fleet.sum(Count.ALREADY_APPLIED);
      if (replayed != 0) {
        result.violation(replayed + " records were replayed after a clean stop");
      }
      Findings findings = fleet.compare();
      result
          .fault("stops by SIGTERM", stops)
          .fault("stops with work to drain", busy)
          .figure("records", findings.records())
          .figure("records replayed after a clean stop", replayed)
          .figure("deadline ms", WorkerSettings.DRAIN_MS)
          .figure("longest stop ms", took.stream().mapToLong(Long::longValue).max().orElse(0))
          .figure("median start of a JVM with its pipeline, ms", median(starts))
          .figure("peak lag in records", fleet.lag().peak());
      findings.addTo(result, producer.sent());
    }
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
  }

  private static void check(FaultResult result, Worker worker, int status, long millis) {
    if (status != ChildProcess.STOPPED) {
      result.violation(
          "%s: exit code %d, expected %d: %s"
              .formatted(worker.name(), status, ChildProcess.STOPPED, worker.failure()));
    }
    if (!worker.drained()) {
      result.violation(worker.name() + ": did not report that all was drained and committed");
    }
    if (millis > WorkerSettings.DRAIN_MS + CLOSING.toMillis()) {
      result.violation(worker.name() + ": took " + millis + " ms to stop");
    }
  }
}
