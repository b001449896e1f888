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
import dev.rollcall.faults.kill.worker.Failpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * T3: zombies. A worker that is about to write aggregates, or rows, is frozen (SIGSTOP) until the
 * others have taken over its partitions and flushed past it; then it goes on (SIGCONT) and writes
 * what is stale by now.
 */
public final class FrozenWorkers implements FaultTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double RECORDS_PER_SECOND = 600;
  private static final double WHILE_STARTING = 50;
  private static final int WORKERS = 3;
  private static final int PARTITIONS = 12;

  @Override
  public String id() {
    return "T3";
  }

  @Override
  public String title() {
    return "workers frozen past the session time-out in the midst of a flush, then let go on";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("zombies");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("zombies", "2");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    int zombies = parameters.getInt("zombies", 20);
    Random random = new Random(parameters.seed());
    Ground ground = Ground.fresh("t3", PARTITIONS);
    try (GroupProgress group = ground.progress();
        Fleet fleet = ground.fleet();
        // more than can be needed: it is closed when the last zombie is done
        VisitProducer producer =
            ground.produce(new Visits(parameters.seed()), Long.MAX_VALUE, WHILE_STARTING);
        Watch watch =
            new Watch(
                group,
                () ->
                    "T3: %d records, %d stale writes, %d of them refused, %d stale rows"
                        .formatted(
                            producer.sent(),
                            fleet.sum(c -> c.staleWrites),
                            fleet.sum(c -> c.staleWritesRejected),
                            fleet.sum(c -> c.staleRows)),
                progress)) {
      fleet.start(WORKERS);
      producer.pace(RECORDS_PER_SECOND, Long.MAX_VALUE);
      for (int zombie = 0; zombie < zombies; zombie++) {
        Failpoint point = zombie % 2 == 0 ? Failpoint.BEFORE_CAS : Failpoint.BEFORE_ROWS;
        freeze(fleet, random, point);
      }
      producer.end();
      fleet.awaitCaughtUp(group, PATIENCE);
      fleet.stop();
      Findings findings = Oracle.judge(ground.settings());
      return result(fleet, findings, zombies, watch.peak(), producer.sent());
    }
  }

  private static void freeze(Fleet fleet, Random random, Failpoint point)
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
    long before = stale(victim, point);
    long departures = victim.counts().departures.get();
    victim.go();
    victim.signal("CONT");
    fleet.require(PATIENCE, "the zombie writes", () -> stale(victim, point) > before);
    fleet.require(
        PATIENCE,
        "the zombie learns that its partitions are lost",
        () -> victim.counts().departures.get() > departures);
  }

  private static long stale(Worker worker, Failpoint point) {
    return point == Failpoint.BEFORE_CAS
        ? worker.counts().staleWrites.get()
        : worker.counts().staleRows.get();
  }

  private static FaultResult result(
      Fleet fleet, Findings findings, int zombies, long peakLag, long records) {
    long writes = fleet.sum(c -> c.staleWrites);
    long refused = fleet.sum(c -> c.staleWritesRejected);
    FaultResultBuilder result =
        FaultResult.of("T3")
            .fault("zombies", zombies)
            .fault("stale aggregate writes refused", refused)
            .figure("stale aggregate writes accepted", writes - refused)
            .figure("records", findings.records())
            .figure("refused compare-and-sets in all", fleet.sum(c -> c.rejected))
            .figure("already applied", fleet.sum(c -> c.alreadyApplied))
            .figure("takeover p50 ms", fleet.recovery().quantile(0.5).toMillis())
            .figure("peak lag in records", peakLag);
    if (zombies > 1) {
      result.fault("stale rows written, invisible", fleet.sum(c -> c.staleRows));
    }
    if (writes != refused) {
      result.violation((writes - refused) + " stale aggregate writes were accepted");
    }
    return Judgement.add(result, findings, records).build();
  }
}
