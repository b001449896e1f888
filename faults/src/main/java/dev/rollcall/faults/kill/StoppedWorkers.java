package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.faults.kill.fleet.Fleet;
import dev.rollcall.faults.kill.fleet.Ground;
import dev.rollcall.faults.kill.fleet.GroupProgress;
import dev.rollcall.faults.kill.fleet.Watch;
import dev.rollcall.faults.kill.fleet.Worker;
import dev.rollcall.faults.kill.oracle.Findings;
import dev.rollcall.faults.kill.oracle.Oracle;
import dev.rollcall.faults.kill.visit.VisitProducer;
import dev.rollcall.faults.kill.visit.Visits;
import dev.rollcall.testkit.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * T8: SIGTERM at random instants under load. The worker must end within its deadline with
 * everything it read written and committed, so that the next one replays nothing.
 */
public final class StoppedWorkers implements FaultTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double RECORDS_PER_SECOND = 400;
  private static final int PARTITIONS = 12;

  /** For closing clients, beyond the deadline of the drain. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  @Override
  public String id() {
    return "T8";
  }

  @Override
  public String title() {
    return "SIGTERM at random instants under load";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("stops");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("stops", "2");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    int stops = parameters.getInt("stops", 30);
    Random random = new Random(parameters.seed());
    Ground ground = Ground.fresh("t8", PARTITIONS);
    FaultResultBuilder result = FaultResult.of(id());
    List<Long> took = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long busy = 0;
    try (GroupProgress group = ground.progress();
        Fleet fleet = ground.fleet();
        VisitProducer producer =
            ground.produce(new Visits(parameters.seed()), Long.MAX_VALUE, RECORDS_PER_SECOND);
        Watch watch =
            new Watch(
                group,
                () ->
                    "T8: %d stops, %d records, %d already applied"
                        .formatted(took.size(), producer.sent(), fleet.sum(c -> c.alreadyApplied)),
                progress)) {
      for (int stop = 0; stop < stops; stop++) {
        Worker worker = fleet.add();
        fleet.require(PATIENCE, "the first flush", () -> worker.counts().flushes.get() > 0);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        fleet.forget(worker);
        long flushes = worker.counts().flushes.get();
        long began = System.nanoTime();
        worker.stop();
        int status = worker.awaitExit();
        long millis = (System.nanoTime() - began) / 1_000_000;
        took.add(millis);
        starts.add(worker.startMs());
        busy += worker.counts().flushes.get() > flushes ? 1 : 0;
        check(result, worker, status, millis, Long.parseLong(ground.settings().drainMs()));
      }
      producer.end();
      Worker last = fleet.add();
      fleet.require(PATIENCE, "the last worker has joined", last::joined);
      fleet.awaitCaughtUp(group, PATIENCE);
      fleet.stop();
      long replayed = fleet.sum(c -> c.alreadyApplied);
      if (replayed != 0) {
        result.violation(replayed + " records were replayed after a clean stop");
      }
      Findings findings = Oracle.judge(ground.settings());
      result
          .fault("stops by SIGTERM", stops)
          .fault("stops with work to drain", busy)
          .figure("records", findings.records())
          .figure("records replayed after a clean stop", replayed)
          .figure("deadline ms", ground.settings().drainMs())
          .figure("longest stop ms", took.stream().mapToLong(Long::longValue).max().orElse(0))
          .figure("median start of a JVM with its pipeline, ms", median(starts))
          .figure("peak lag in records", watch.peak());
      return Judgement.add(result, findings, producer.sent()).build();
    }
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
  }

  private static void check(
      FaultResultBuilder result, Worker worker, int status, long millis, long deadlineMs) {
    if (status != ChildProcess.STOPPED) {
      result.violation(
          "%s: exit code %d, expected %d: %s"
              .formatted(worker.name(), status, ChildProcess.STOPPED, worker.failure()));
    }
    if (!Boolean.TRUE.equals(worker.drained())) {
      result.violation(worker.name() + ": did not say that all was drained and committed");
    }
    if (millis > deadlineMs + CLOSING.toMillis()) {
      result.violation(worker.name() + ": took " + millis + " ms to stop");
    }
  }
}
