package dev.rollcall.faults.kill;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.faults.kill.fleet.FaultyProxy;
import dev.rollcall.faults.kill.fleet.Fleet;
import dev.rollcall.faults.kill.fleet.Ground;
import dev.rollcall.faults.kill.fleet.GroupProgress;
import dev.rollcall.faults.kill.fleet.OwnServers;
import dev.rollcall.faults.kill.fleet.SqlServer;
import dev.rollcall.faults.kill.fleet.Watch;
import dev.rollcall.faults.kill.fleet.Worker;
import dev.rollcall.faults.kill.oracle.Findings;
import dev.rollcall.faults.kill.oracle.Oracle;
import dev.rollcall.faults.kill.visit.VisitProducer;
import dev.rollcall.faults.kill.visit.Visits;
import dev.rollcall.testkit.server.TestServers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * T4: servers are killed ({@code kill -9}) and started again on their data while workers run and
 * records keep coming. With the stand-in for MongoDB, which is not durable and so not killed, the
 * answers of the aggregate store to writes get lost, never come, or come late; a database is
 * killed.
 */
public final class BrokenServers implements FaultTest {

  /** What holds the aggregates. */
  public enum Store {
    STAND_IN(
        "T4",
        "Kafka and Cassandra killed and restarted, answers of the aggregate store spoiled",
        null),
    POSTGRESQL(
        "T4-postgresql",
        "Kafka, Cassandra and PostgreSQL, the aggregate store, killed and restarted",
        SqlServer.POSTGRESQL),
    MARIADB(
        "T4-mariadb",
        "Kafka, Cassandra and MariaDB, the aggregate store, killed and restarted",
        SqlServer.MARIADB);

    private final String id;
    private final String title;
    private final @Nullable SqlServer sql;

    Store(String id, String title, @Nullable SqlServer sql) {
      this.id = id;
      this.title = title;
      this.sql = sql;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final double RECORDS_PER_SECOND = 400;
  private static final int WORKERS = 2;
  private static final int PARTITIONS = 12;
  private static final int FAULT_EVERY_MS = 100;

  private final Store kind;

  /** With this store of the aggregates. */
  public BrokenServers(Store kind) {
    this.kind = kind;
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public String title() {
    return kind.title;
  }

  @Override
  public Set<String> parameters() {
    return kind == Store.STAND_IN
        ? Set.of("kafka-kills", "cassandra-kills", "proxy-faults")
        : Set.of("kafka-kills", "cassandra-kills", "store-kills");
  }

  /** None with a database: the attack is the same, and a database's kill takes its time. */
  @Override
  public Map<String, String> shortForm() {
    return kind == Store.STAND_IN
        ? Map.of("kafka-kills", "1", "cassandra-kills", "1", "proxy-faults", "12")
        : Map.of();
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    boolean sql = kind.sql != null;
    int kafkaKills = parameters.getInt("kafka-kills", sql ? 1 : 10);
    int cassandraKills = parameters.getInt("cassandra-kills", sql ? 1 : 10);
    int storeKills = sql ? parameters.getInt("store-kills", 10) : 0;
    int proxyFaults = sql ? 0 : parameters.getInt("proxy-faults", 200);
    Random random = new Random(parameters.seed());
    ServerAddress store = store();
    try (OwnServers servers = OwnServers.start(progress);
        FaultyProxy proxy =
            new FaultyProxy(new InetSocketAddress(store.getHost(), store.getPort()))) {
      String direct =
          kind.sql == null ? TestServers.mongo().connectionString() : servers.startSql(kind.sql);
      Ground ground =
          Ground.on(
              "t4",
              PARTITIONS,
              servers.kafka(),
              servers.cassandra(),
              sql ? direct : "mongodb://127.0.0.1:" + proxy.port() + "/?socketTimeoutMS=3000");
      try (GroupProgress group = ground.progress();
          Fleet fleet = ground.fleet();
          VisitProducer producer =
              ground.produce(new Visits(parameters.seed()), Long.MAX_VALUE, RECORDS_PER_SECOND);
          Watch watch =
              new Watch(
                  group,
                  () ->
                      "%s: %d Kafka kills, %d Cassandra kills, %d kills of the store, %d spoiled answers, %d records, %d already applied"
                          .formatted(
                              id(),
                              servers.kafkaKills(),
                              servers.cassandraKills(),
                              servers.sqlKills(),
                              spoiled(proxy),
                              producer.sent(),
                              fleet.sum(c -> c.alreadyApplied)),
                  progress)) {
        List<Runnable> kills = new ArrayList<>(Collections.nCopies(kafkaKills, servers::killKafka));
        kills.addAll(Collections.nCopies(cassandraKills, servers::killCassandra));
        kills.addAll(Collections.nCopies(storeKills, servers::killSql));
        Collections.shuffle(kills, random);
        Attack attack = new Attack(proxy, fleet, random);
        attack.run(kills, proxyFaults);
        producer.end();
        attack.awaitCaughtUp(group);
        fleet.stop();
        Findings findings = Oracle.judge(ground.settings().with("store", direct));
        return result(servers, proxy, fleet, attack, findings, watch.peak(), producer.sent());
      }
    }
  }

  private static ServerAddress store() {
    String uri = TestServers.mongo().connectionString();
    return new ServerAddress(Objects.requireNonNull(new ConnectionString(uri).getHosts()).get(0));
  }

  private static long spoiled(FaultyProxy proxy) {
    long spoiled = 0;
    for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
      spoiled += proxy.hits(fault);
    }
    return spoiled;
  }

  /** What is done to the servers; workers that give up are replaced, as a supervisor would. */
  private static final class Attack {
    private final FaultyProxy proxy;
    private final Fleet fleet;
    private final Random random;
    private int gaveUp;

    Attack(FaultyProxy proxy, Fleet fleet, Random random) {
      this.proxy = proxy;
      this.fleet = fleet;
      this.random = random;
    }

    void run(List<Runnable> kills, int proxyFaults) throws Exception {
      fleet.start(WORKERS);
      awaitFlushes(WORKERS);
      int kinds = FaultyProxy.Fault.values().length;
      int ordered = 0;
      for (int kill = 0; kill < kills.size(); kill++) {
        for (; ordered < (long) proxyFaults * (kill + 1) / (kills.size() + 1); ordered++) {
          spoil(FaultyProxy.Fault.values()[ordered % kinds]);
        }
        kills.get(kill).run();
        awaitFlushes(PARTITIONS);
      }
      for (; ordered < proxyFaults; ordered++) {
        spoil(FaultyProxy.Fault.values()[ordered % kinds]);
      }
      awaitFlushes(PARTITIONS);
    }

    private void spoil(FaultyProxy.Fault fault) throws InterruptedException {
      proxy.spoilNext(fault);
      await("an answer to spoil", 20, () -> !proxy.waits());
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * FAULT_EVERY_MS));
    }

    /** So many more flushes: the workers have recovered. */
    private void awaitFlushes(int more) throws InterruptedException {
      long wanted = fleet.sum(c -> c.flushes) + more;
      await(more + " more flushes", 20, () -> fleet.sum(c -> c.flushes) >= wanted);
    }

    void awaitCaughtUp(GroupProgress group) throws InterruptedException {
      await("the end of the log", 200, () -> group.lag() == 0);
    }

    private void await(String what, long everyMs, Fleet.Condition condition)
        throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.holds()) {
        revive();
        if (System.nanoTime() > end) {
          throw new IllegalStateException(what + ": not within " + PATIENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(everyMs);
      }
    }

    private void revive() {
      for (Worker worker : fleet.current()) {
        if (!worker.alive()) {
          gaveUp++;
          fleet.forget(worker);
          fleet.add();
        }
      }
    }
  }

  private FaultResult result(
      OwnServers servers,
      FaultyProxy proxy,
      Fleet fleet,
      Attack attack,
      Findings findings,
      long peakLag,
      long records) {
    FaultResultBuilder result =
        FaultResult.of(id())
            .fault("Kafka kills", servers.kafkaKills())
            .fault("Cassandra kills", servers.cassandraKills());
    if (kind.sql != null) {
      result.fault("kills of the aggregate store", servers.sqlKills());
    } else {
      for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
        result.fault("proxy " + fault.name().toLowerCase(Locale.ROOT), proxy.hits(fault));
      }
    }
    result
        .sideFault("workers that gave up and were started again", attack.gaveUp)
        .sideFault("partitions restarted by the engine", fleet.sum(c -> c.restarts))
        .figure("records", findings.records())
        .figure("records that the producer repeated", Math.max(0, findings.records() - records))
        .figure("already applied", fleet.sum(c -> c.alreadyApplied))
        .figure("refused compare-and-sets", fleet.sum(c -> c.rejected))
        .figure("peak lag in records", peakLag);
    // a producer without transactions may repeat a batch when its broker is killed: one more
    // record, for the log is what counts
    if (findings.records() < records) {
      result.violation("the log holds " + findings.records() + " of " + records + " records sent");
    }
    return Judgement.add(result, findings).build();
  }
}
