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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T2: {@code kill -9} of workers, in turn at random instants and at named failpoints, while records
 * keep coming. A killed worker is replaced at once; now and then the next kill does not wait until
 * the replacement has joined, so that kills hit rebalances too.
 */
public final class KilledWorkers extends FaultTest {

  private static final Duration JOIN = Duration.ofSeconds(60);
  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  /** How long a kill and what follows takes, about: the pace of the records is made of it. */
  private static final double SECONDS_PER_KILL = 5;

  private static final long PLANTED_RECORDS = 20_000;

  @Option(names = "--kills", description = "Workers to kill. Default: ${DEFAULT-VALUE}.")
  private int kills = 100;

  @Option(names = "--records", description = "Records in the log. Default: ${DEFAULT-VALUE}.")
  private long records = 1_000_000;

  @Option(
      names = "--planted-kills",
      description = "Kills with each planted bug; 0 plants none. Default: ${DEFAULT-VALUE}.")
  private int plantedKills = 6;

  @Option(names = "--workers", description = "Workers at a time. Default: ${DEFAULT-VALUE}.")
  private int workers = 3;

  @Option(
      names = "--partitions",
      description = "Partitions of the topic. Default: ${DEFAULT-VALUE}.")
  private int partitions = Sandbox.PARTITIONS;

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
      Behaviour behaviour,
      int howMany,
      long inTheLog,
      FaultResult result,
      Consumer<String> progress)
      throws Exception {
    try (Sandbox sandbox = Sandbox.open("t2", partitions, behaviour)) {
      new Attack(sandbox, howMany, inTheLog, progress).run(result);
    }
  }

  /** One attack's state. */
  private final class Attack {
    private final Sandbox sandbox;
    private final Fleet fleet;
    private final int wanted;
    private final long total;
    private final Random random = new Random(seed);
    private final Consumer<String> progress;
    private final Map<Failpoint, Long> atFailpoint = new EnumMap<>(Failpoint.class);
    private int atRandom;
    private int duringRebalance;
    private volatile int done;

    Attack(Sandbox sandbox, int wanted, long total, Consumer<String> progress) {
      this.sandbox = sandbox;
      this.fleet = sandbox.fleet();
      this.wanted = wanted;
      this.total = total;
      this.progress = progress;
    }

    void run(FaultResult result) throws Exception {
      fleet.start(workers);
      long began = System.nanoTime();
      VisitProducer producer = sandbox.produce(seed, total, total / (wanted * SECONDS_PER_KILL));
      sandbox.report(() -> "T2: " + done + "/" + wanted + " kills", progress);
      setPace(producer);
      fleet.require(JOIN, "the first flush", () -> fleet.sum(Count.FLUSHES) > 0);
      for (int kill = 0; kill < wanted; kill++) {
        killOne(kill);
        done = kill + 1;
        fleet.add();
        setPace(producer);
        if (kill + 1 == wanted || random.nextInt(4) != 0) {
          fleet.awaitJoined();
        }
      }
      long sentInKills = producer.sent();
      double killSeconds = (System.nanoTime() - began) / 1e9;
      producer.finish();
      sandbox.finish(CATCH_UP);
      double seconds = (System.nanoTime() - began) / 1e9;
      progress.accept("T2: reading the log again");
      Findings findings = sandbox.compare();
      reportFaults(result);
      result
          .figure("kills", done)
          .figure("records", findings.records())
          .figure("records produced while workers were killed", sentInKills)
          .figure("workers", workers)
          .figure("partitions", partitions)
          .figure("session timeout ms", WorkerSettings.SESSION_MS)
          .figure("kills recovered from", fleet.recovery().recovered())
          .figure("recovery p50 ms", fleet.recovery().quantileMs(0.5))
          .figure("recovery p99 ms", fleet.recovery().quantileMs(0.99))
          .figure("peak lag in records", sandbox.lag().peak())
          .figure("partitions restarted by the engine", fleet.sum(Count.RESTARTS))
          .figure("records per second until the last kill", Math.round(sentInKills / killSeconds))
          .figure("seconds until caught up", Math.round(seconds));
      findings.addTo(result, total);
    }

    private void reportFaults(FaultResult result) {
      result
          .fault("kills", done)
          .fault("records replayed (already applied)", fleet.sum(Count.ALREADY_APPLIED))
          .fault("refused compare-and-sets", fleet.sum(Count.REJECTED))
          .fault("kills at named failpoints", done - atRandom)
          .fault("kills at random instants", atRandom)
          .sideFault("kills during a rebalance", duringRebalance);
      atFailpoint.forEach((point, hits) -> result.sideFault("kills " + point.label(), hits));
      result
          .sideFault("assignments", fleet.sum(Count.ASSIGNMENTS))
          .sideFault("revocations and losses", fleet.sum(Count.DEPARTURES));
    }

    /** A share of the records for each kill, so that there are some left for the last one. */
    private void setPace(VisitProducer producer) {
      producer.pace(total / (wanted * SECONDS_PER_KILL), total * (done + 1) / (wanted + 2));
    }

    private void killOne(int kill) throws InterruptedException {
      List<Worker> joined = fleet.current().stream().filter(Worker::joined).toList();
      boolean rebalancing = joined.size() < workers;
      Worker victim = joined.get(random.nextInt(joined.size()));
      if (kill % 2 == 1) {
        Failpoint point = failpoint(kill / 2);
        victim.arm(point);
        if (fleet.await(REACH, () -> victim.reached() == point)) {
          atFailpoint.merge(point, 1L, Long::sum);
        } else {
          atRandom++;
        }
      } else {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        atRandom++;
      }
      duringRebalance += rebalancing ? 1 : 0;
      fleet.kill(victim);
    }

    /** All in turn; the first is one that surely leaves records to be replayed. */
    private static Failpoint failpoint(int number) {
      Failpoint[] all = Failpoint.values();
      return all[(Failpoint.AFTER_CAS.ordinal() + number) % all.length];
    }
  }
}
