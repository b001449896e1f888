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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * T2: {@code kill -9} of workers, in turn at random instants and at named failpoints, while records
 * keep coming. A killed worker is replaced at once; now and then the next kill does not wait until
 * the replacement has joined, so that kills hit rebalances too.
 */
public final class KilledWorkers implements FaultTest {

  private static final Duration JOIN = Duration.ofSeconds(60);
  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  /** How long a kill and what follows takes, about: the pace of the records is made of it. */
  private static final double SECONDS_PER_KILL = 5;

  private static final String NO_BUG = "none";

  /** Bugs that a worker can be told to have, by their setting. */
  private static final Map<String, String> PLANTED =
      new TreeMap<>(
          Map.of(
              "commit-first", "a worker commits before any sink has the records",
              "deaf", "a worker does not hear refused writes"));

  private static final long PLANTED_RECORDS = 20_000;

  @Override
  public String id() {
    return "T2";
  }

  @Override
  public String title() {
    return "kill -9 of workers at random instants and at named failpoints";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("kills", "records", "workers", "partitions", "planted-kills");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("kills", "3", "records", "20000", "planted-kills", "0");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    int kills = parameters.getInt("kills", 100);
    long records = parameters.getLong("records", 1_000_000);
    int plantedKills = parameters.getInt("planted-kills", 6);
    int workers = parameters.getInt("workers", 3);
    int partitions = parameters.getInt("partitions", 12);
    long seed = parameters.seed();
    FaultResultBuilder result = attack(NO_BUG, kills, records, workers, partitions, seed, progress);
    if (plantedKills > 0) {
      for (String bug : PLANTED.keySet()) {
        progress.accept("T2: now with a planted bug: " + bug);
        FaultResult seen =
            attack(bug, plantedKills, PLANTED_RECORDS, workers, partitions, seed, progress).build();
        result.planted(PLANTED.get(bug), seen.lost() + seen.doubled() + seen.violations().size());
      }
    }
    return result.build();
  }

  private static FaultResultBuilder attack(
      String bug,
      int kills,
      long records,
      int workers,
      int partitions,
      long seed,
      Consumer<String> progress)
      throws Exception {
    Ground ground = Ground.fresh("t2", partitions).with("bug", bug);
    try (GroupProgress group = ground.progress();
        Fleet fleet = ground.fleet()) {
      return new Run(ground, group, fleet, kills, records, workers, new Random(seed), progress)
          .run(new Visits(seed));
    }
  }

  /** One run's state. */
  private static final class Run {
    private final Ground ground;
    private final GroupProgress group;
    private final Fleet fleet;
    private final int kills;
    private final long records;
    private final int workers;
    private final Random random;
    private final Consumer<String> progress;
    private final Map<Failpoint, Long> atFailpoint = new EnumMap<>(Failpoint.class);
    private int atRandom;
    private int duringRebalance;
    private volatile int done;

    Run(
        Ground ground,
        GroupProgress group,
        Fleet fleet,
        int kills,
        long records,
        int workers,
        Random random,
        Consumer<String> progress) {
      this.ground = ground;
      this.group = group;
      this.fleet = fleet;
      this.kills = kills;
      this.records = records;
      this.workers = workers;
      this.random = random;
      this.progress = progress;
    }

    FaultResultBuilder run(Visits visits) throws Exception {
      fleet.start(workers);
      long began = System.nanoTime();
      double pace = records / (kills * SECONDS_PER_KILL);
      try (VisitProducer producer = ground.produce(visits, records, pace);
          Watch watch = new Watch(group, () -> words(producer), progress)) {
        setPace(producer);
        fleet.require(JOIN, "the first flush", () -> fleet.sum(c -> c.flushes) > 0);
        for (int kill = 0; kill < kills; kill++) {
          killOne(kill);
          done = kill + 1;
          fleet.add();
          setPace(producer);
          if (kill + 1 == kills || random.nextInt(4) != 0) {
            awaitJoined();
          }
        }
        long sentWhenKillsEnded = producer.sent();
        double killSeconds = (System.nanoTime() - began) / 1e9;
        producer.finish();
        fleet.awaitCaughtUp(group, CATCH_UP);
        fleet.stop();
        double seconds = (System.nanoTime() - began) / 1e9;
        progress.accept("T2: reading the log again");
        Findings findings = Oracle.judge(ground.settings());
        return result(findings, watch.peak(), sentWhenKillsEnded, killSeconds, seconds);
      }
    }

    private String words(VisitProducer producer) {
      return "T2: %d/%d kills, %d records, %d already applied, %d refused writes"
          .formatted(
              done,
              kills,
              producer.sent(),
              fleet.sum(c -> c.alreadyApplied),
              fleet.sum(c -> c.rejected));
    }

    /** A share of the records for each kill, so that there are some left for the last one. */
    private void setPace(VisitProducer producer) {
      producer.pace(records / (kills * SECONDS_PER_KILL), records * (done + 1) / (kills + 2));
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

    private void awaitJoined() throws InterruptedException {
      fleet.require(
          JOIN,
          "all workers have joined the group",
          () -> fleet.current().stream().allMatch(Worker::joined));
    }

    private FaultResultBuilder result(
        Findings findings, long peakLag, long sentInKills, double killSeconds, double seconds) {
      FaultResultBuilder result =
          FaultResult.of("T2")
              .fault("kills", done)
              .fault("records replayed (already applied)", fleet.sum(c -> c.alreadyApplied))
              .fault("refused compare-and-sets", fleet.sum(c -> c.rejected))
              .fault("kills at named failpoints", done - atRandom)
              .fault("kills at random instants", atRandom)
              .sideFault("kills during a rebalance", duringRebalance);
      atFailpoint.forEach((point, hits) -> result.sideFault("kills " + point.label(), hits));
      result
          .sideFault("assignments", fleet.sum(c -> c.assignments))
          .sideFault("revocations and losses", fleet.sum(c -> c.departures))
          .figure("kills", done)
          .figure("records", findings.records())
          .figure("records produced while workers were killed", sentInKills)
          .figure("workers", workers)
          .figure("partitions", ground.partitions())
          .figure("session timeout ms", ground.settings().sessionMs())
          .figure("kills recovered from", fleet.recovery().recovered())
          .figure("recovery p50 ms", fleet.recovery().quantile(0.5).toMillis())
          .figure("recovery p99 ms", fleet.recovery().quantile(0.99).toMillis())
          .figure("peak lag in records", peakLag)
          .figure("partitions restarted by the engine", fleet.sum(c -> c.restarts))
          .figure("records per second until the last kill", Math.round(sentInKills / killSeconds))
          .figure("seconds until caught up", Math.round(seconds));
      return Judgement.add(result, findings, records);
    }
  }
}
