package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.Failpoint;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T2: {@code kill -9} of workers, in turn at random instants and at named failpoints, while records
 * keep coming. A killed worker is replaced at once; now and then the next kill does not wait until
 * the replacement has joined, so that kills hit rebalances too.
 */
public final class KilledWorkers extends FaultTest {

  private static final Duration JOIN = Duration.ofMinutes(5);
  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  /** How long a kill and what follows takes, about: the pace of the records is made of it. */
  private static final double SECONDS_PER_KILL = 5;

  private static final long PLANTED_RECORDS = 20_000;

  @Option(names = "--kills", description = "Workers to kill.")
  private int kills = 100;

  @Option(names = "--records", description = "Records in the log.")
  private long records = 1_000_000;

  @Option(names = "--planted-kills", description = "Kills with each planted bug; 0 plants none.")
  private int plantedKills = 6;

  @Option(names = "--workers", description = "Workers at a time.")
  private int workers = 3;

  @Option(names = "--partitions", description = "Partitions of the topic.")
  private int partitions = Fleet.PARTITIONS;

  public KilledWorkers() {
    super(
        "T2",
        "kill -9 of workers at random instants and at named failpoints",
        "--kills=3",
        "--records=20000",
        "--planted-kills=0");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    attack(Behaviour.SOUND, kills, records, result, progress);
    for (Behaviour bug : List.of(Behaviour.COMMITS_FIRST, Behaviour.DEAF)) {
      if (plantedKills > 0) {
        progress.accept("T2: now with a planted bug: " + bug.label);
        FaultResult planted = new FaultResult();
        attack(bug, plantedKills, PLANTED_RECORDS, planted, progress);
        result.planted(bug.label, planted.wrong());
      }
    }
  }

  private void attack(
      Behaviour behaviour, int wanted, long total, FaultResult result, Consumer<String> progress)
      throws Exception {
    Random random = new Random(seed);
    Map<Failpoint, Long> atFailpoint = new EnumMap<>(Failpoint.class);
    AtomicInteger done = new AtomicInteger();
    long duringRebalance = 0;
    try (Fleet fleet = Fleet.open("t2", partitions, behaviour)) {
      fleet.start(workers);
      long began = System.nanoTime();
      VisitProducer producer = fleet.produce(seed, total, 0);
      fleet.report(() -> "T2: " + done + "/" + wanted + " kills", progress);
      setPace(producer, total, wanted, 0);
      fleet.require(JOIN, "the first flush", () -> fleet.sum(Count.FLUSHES) > 0);
      while (done.get() < wanted) {
        List<Worker> joined = fleet.current().stream().filter(Worker::joined).toList();
        duringRebalance += joined.size() < workers ? 1 : 0;
        Worker victim = joined.get(random.nextInt(joined.size()));
        awaitKill(victim, fleet, done.get(), random)
            .ifPresent(point -> atFailpoint.merge(point, 1L, Long::sum));
        fleet.kill(victim);
        fleet.add();
        setPace(producer, total, wanted, done.incrementAndGet());
        if (done.get() == wanted || random.nextInt(4) != 0) {
          fleet.awaitJoined();
        }
      }
      long sentInKills = producer.sent();
      double killSeconds = (System.nanoTime() - began) / 1e9;
      producer.finish();
      fleet.finish(CATCH_UP);
      double seconds = (System.nanoTime() - began) / 1e9;
      progress.accept("T2: reading the log again");
      Findings findings = fleet.compare();
      long atFailpoints = atFailpoint.values().stream().mapToLong(Long::longValue).sum();
      result
          .fault("kills", done.get())
          .fault("records replayed (already applied)", fleet.sum(Count.ALREADY_APPLIED))
          .fault("refused compare-and-sets", fleet.sum(Count.REJECTED))
          .fault("kills at named failpoints", atFailpoints)
          .fault("kills at random instants", done.get() - atFailpoints)
          .sideFault("kills during a rebalance", duringRebalance);
      atFailpoint.forEach((point, hits) -> result.sideFault("kills " + point.label(), hits));
      result
          .sideFault("assignments", fleet.sum(Count.ASSIGNMENTS))
          .sideFault("revocations and losses", fleet.sum(Count.DEPARTURES))
          .figure("kills", done.get())
          .figure("records", findings.records())
          .figure("records produced while workers were killed", sentInKills)
          .figure("workers", workers)
          .figure("partitions", partitions)
          .figure("session timeout ms", WorkerSettings.SESSION_MS)
          .figure("kills recovered from", fleet.recovery().recovered())
          .figure("recovery p50 ms", fleet.recovery().quantileMs(0.5))
          .figure("recovery p99 ms", fleet.recovery().quantileMs(0.99))
          .figure("peak lag in records", fleet.lag().peak())
          .figure("partitions restarted by the engine", fleet.sum(Count.RESTARTS))
          .figure("records per second until the last kill", Math.round(sentInKills / killSeconds))
          .figure("seconds until caught up", Math.round(seconds));
      findings.addTo(result, total);
    }
  }

  /** A share of the records for each kill, so that there are some left for the last one. */
  private static void setPace(VisitProducer producer, long total, int wanted, int done) {
    producer.pace(total / (wanted * SECONDS_PER_KILL), total * (done + 1) / (wanted + 2));
  }

  /** Waits for the instant to kill; the failpoint that the victim has reached by then, if any. */
  private static Optional<Failpoint> awaitKill(Worker victim, Fleet fleet, int kill, Random random)
      throws InterruptedException {
    if (kill % 2 == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
      return Optional.empty();
    }
    // all in turn; the first is one that surely leaves records to be replayed
    Failpoint[] all = Failpoint.values();
    Failpoint point = all[(Failpoint.AFTER_CAS.ordinal() + kill / 2) % all.length];
    victim.arm(point);
    return fleet.await(REACH, () -> victim.reached() == point)
        ? Optional.of(point)
        : Optional.empty();
  }
}
