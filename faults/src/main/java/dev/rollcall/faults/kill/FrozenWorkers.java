package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.Failpoint;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T3: zombies. A worker that is about to write aggregates, or rows, is frozen (SIGSTOP) until the
 * others have taken over its partitions and flushed past it; then it goes on (SIGCONT) and writes
 * what is stale by now.
 */
public final class FrozenWorkers extends FaultTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double RECORDS_PER_SECOND = 600;
  private static final double WHILE_STARTING = 50;
  private static final int WORKERS = 3;

  @Option(names = "--zombies", description = "Workers to freeze.")
  private int zombies = 20;

  public FrozenWorkers() {
    super(
        "T3",
        "workers frozen past the session time-out in the midst of a flush, then let go on",
        "--zombies=2");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    Random random = new Random(seed);
    try (Fleet fleet = Fleet.open("t3", Fleet.PARTITIONS, Behaviour.SOUND)) {
      VisitProducer producer = fleet.produce(seed, Long.MAX_VALUE, WHILE_STARTING);
      fleet.report(
          () ->
              "T3: %d stale writes, %d of them refused, %d stale rows"
                  .formatted(
                      fleet.sum(Count.STALE_WRITES),
                      fleet.sum(Count.STALE_WRITES_REJECTED),
                      fleet.sum(Count.STALE_ROWS)),
          progress);
      fleet.start(WORKERS);
      producer.pace(RECORDS_PER_SECOND, Long.MAX_VALUE);
      for (int zombie = 0; zombie < zombies; zombie++) {
        if (zombie % 2 == 0) {
          freeze(fleet, random, Failpoint.BEFORE_CAS, Count.STALE_WRITES);
        } else {
          freeze(fleet, random, Failpoint.BEFORE_ROWS, Count.STALE_ROWS);
        }
      }
      producer.end();
      fleet.finish(PATIENCE);
      Findings findings = fleet.compare();
      long refused = fleet.sum(Count.STALE_WRITES_REJECTED);
      long accepted = fleet.sum(Count.STALE_WRITES) - refused;
      result
          .fault("zombies", zombies)
          .fault("stale aggregate writes refused", refused)
          .figure("stale aggregate writes accepted", accepted)
          .figure("records", findings.records())
          .figure("refused compare-and-sets in all", fleet.sum(Count.REJECTED))
          .figure("already applied", fleet.sum(Count.ALREADY_APPLIED))
          .figure("takeover p50 ms", fleet.recovery().quantileMs(0.5))
          .figure("peak lag in records", fleet.lag().peak());
      if (zombies > 1) {
        result.fault("stale rows written, invisible", fleet.sum(Count.STALE_ROWS));
      }
      if (accepted != 0) {
        result.violation(accepted + " stale aggregate writes were accepted");
      }
      findings.addTo(result, producer.sent());
    }
  }

  private static void freeze(Fleet fleet, Random random, Failpoint point, Count stale)
      throws InterruptedException {
    fleet.require(
        PATIENCE,
        "every worker has partitions",
        () -> fleet.current().stream().allMatch(w -> w.joined() && !w.partitions().isEmpty()));
    Worker victim = fleet.current().get(random.nextInt(WORKERS));
    victim.arm(point);
    fleet.require(PATIENCE, point.label() + " is reached", () -> victim.reached() == point);
    victim.signal("STOP");
    // all its partitions are flushed by others, twice: past what the zombie holds
    for (int round = 0; round < 2; round++) {
      fleet.recovery().killed(victim.partitions());
      fleet.require(PATIENCE, "others take over", () -> fleet.recovery().open() == 0);
    }
    long before = victim.count(stale);
    long departures = victim.count(Count.DEPARTURES);
    victim.process().send("go");
    victim.signal("CONT");
    fleet.require(PATIENCE, "the zombie writes", () -> victim.count(stale) > before);
    fleet.require(
        PATIENCE,
        "the zombie learns that its partitions are lost",
        () -> victim.count(Count.DEPARTURES) > departures);
  }
}
