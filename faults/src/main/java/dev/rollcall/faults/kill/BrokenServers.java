package dev.rollcall.faults.kill;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.kill.KillableServers.Kind;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.testkit.server.TestServers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * T4: servers are killed ({@code kill -9}) and started again on their data while workers run and
 * records keep coming. The stand-in for MongoDB is not durable and so not killed: answers to its
 * writes get lost, never come, or come late. A database that holds the aggregates is killed.
 */
public class BrokenServers extends FaultTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final double RECORDS_PER_SECOND = 400;
  private static final int WORKERS = 2;

  @Option(names = "--kafka-kills", description = "Kills of Kafka. Default: ${DEFAULT-VALUE}.")
  private int kafkaKills;

  @Option(
      names = "--cassandra-kills",
      description = "Kills of Cassandra. Default: ${DEFAULT-VALUE}.")
  private int cassandraKills;

  private final @Nullable Kind database;

  private BrokenServers(
      String id, String title, int killsOfOthers, @Nullable Kind database, String... shortForm) {
    super(id, title, shortForm);
    this.kafkaKills = killsOfOthers;
    this.cassandraKills = killsOfOthers;
    this.database = database;
  }

  /** T4, the aggregates in the stand-in for MongoDB. */
  public static FaultTest spoilingAnswers() {
    return new WithStandIn();
  }

  /** T4-postgresql. */
  public static FaultTest killingPostgres() {
    return new WithDatabase("PostgreSQL", Kind.POSTGRESQL);
  }

  /** T4-mariadb. */
  public static FaultTest killingMariaDb() {
    return new WithDatabase("MariaDB", Kind.MARIADB);
  }

  private static final class WithStandIn extends BrokenServers {
    @Option(names = "--proxy-faults", description = "Answers to spoil. Default: ${DEFAULT-VALUE}.")
    private int proxyFaults = 200;

    WithStandIn() {
      super(
          "T4",
          "Kafka and Cassandra killed and restarted, answers of the aggregate store spoiled",
          10,
          null,
          "--kafka-kills=1",
          "--cassandra-kills=1",
          "--proxy-faults=12");
    }

    @Override
    int proxyFaults() {
      return proxyFaults;
    }
  }

  /** Without a short form: the attack is the same, and a database's kill takes its time. */
  private static final class WithDatabase extends BrokenServers {
    @Option(
        names = "--store-kills",
        description = "Kills of the database. Default: ${DEFAULT-VALUE}.")
    private int storeKills = 10;

    WithDatabase(String name, Kind kind) {
      super(
          "T4-" + name.toLowerCase(Locale.ROOT),
          "Kafka, Cassandra and " + name + ", the aggregate store, killed and restarted",
          1,
          kind);
    }

    @Override
    int storeKills() {
      return storeKills;
    }
  }

  int proxyFaults() {
    return 0;
  }

  int storeKills() {
    return 0;
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.KAFKA, Kind.CASSANDRA));
    if (database != null) {
      kinds.add(database);
    }
    String standIn = TestServers.mongo().connectionString();
    try (KillableServers servers = KillableServers.start(kinds, progress);
        FaultyProxy proxy = new FaultyProxy(address(standIn))) {
      String direct = database == null ? standIn : servers.jdbcUrl(database);
      String store =
          database == null
              ? "mongodb://127.0.0.1:" + proxy.port() + "/?socketTimeoutMS=3000"
              : direct;
      try (Sandbox sandbox = Sandbox.on("t4", servers.kafka(), servers.cassandra(), store)) {
        VisitProducer producer = sandbox.produce(seed, Long.MAX_VALUE, RECORDS_PER_SECOND);
        sandbox.report(
            () -> "%s: kills %s, spoiled answers %s".formatted(id(), servers.kills(), proxy.hits()),
            progress);
        Attack attack = new Attack(proxy, sandbox.fleet(), new Random(seed));
        attack.run(kills(servers), proxyFaults());
        producer.end();
        attack.await("the end of the log", () -> sandbox.lag().now() == 0);
        sandbox.fleet().stop();
        Findings findings = sandbox.compare(direct);
        add(result, servers, proxy, attack, findings, sandbox.lag().peak(), producer.sent());
      }
    }
  }

  private static InetSocketAddress address(String connectionString) {
    List<String> hosts = Objects.requireNonNull(new ConnectionString(connectionString).getHosts());
    ServerAddress server = new ServerAddress(hosts.get(0));
    return new InetSocketAddress(server.getHost(), server.getPort());
  }

  private List<Runnable> kills(KillableServers servers) {
    List<Kind> kinds = new ArrayList<>(Collections.nCopies(kafkaKills, Kind.KAFKA));
    kinds.addAll(Collections.nCopies(cassandraKills, Kind.CASSANDRA));
    if (database != null) {
      kinds.addAll(Collections.nCopies(storeKills(), database));
    }
    Collections.shuffle(kinds, new Random(seed));
    return kinds.stream().map(kind -> (Runnable) () -> servers.kill(kind)).toList();
  }

  /** What is done to the servers; workers that give up are replaced. */
  private static final class Attack {
    private final FaultyProxy proxy;
    private final Fleet fleet;
    private final Random random;

    Attack(FaultyProxy proxy, Fleet fleet, Random random) {
      this.proxy = proxy;
      this.fleet = fleet;
      this.random = random;
    }

    void run(List<Runnable> kills, int proxyFaults) throws InterruptedException {
      fleet.start(WORKERS);
      fleet.replaceEnded();
      awaitFlushes(WORKERS);
      int ordered = 0;
      for (int kill = 0; kill < kills.size(); kill++) {
        for (; ordered < (long) proxyFaults * (kill + 1) / (kills.size() + 1); ordered++) {
          spoil(ordered);
        }
        kills.get(kill).run();
        awaitFlushes(Sandbox.PARTITIONS);
      }
      for (; ordered < proxyFaults; ordered++) {
        spoil(ordered);
      }
      awaitFlushes(Sandbox.PARTITIONS);
    }

    /** The kinds come round in turn. */
    private void spoil(int number) throws InterruptedException {
      FaultyProxy.Fault[] kinds = FaultyProxy.Fault.values();
      proxy.spoilNext(kinds[number % kinds.length]);
      await("an answer to spoil", () -> !proxy.waits());
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
    }

    /** So many more flushes: the workers have recovered. */
    private void awaitFlushes(int more) throws InterruptedException {
      long wanted = fleet.sum(Count.FLUSHES) + more;
      await(more + " more flushes", () -> fleet.sum(Count.FLUSHES) >= wanted);
    }

    void await(String what, Fleet.Condition condition) throws InterruptedException {
      fleet.require(PATIENCE, what, condition);
    }
  }

  private void add(
      FaultResult result,
      KillableServers servers,
      FaultyProxy proxy,
      Attack attack,
      Findings findings,
      long peakLag,
      long sent) {
    result
        .fault("Kafka kills", servers.kills(Kind.KAFKA))
        .fault("Cassandra kills", servers.kills(Kind.CASSANDRA));
    if (database != null) {
      result.fault("kills of the aggregate store", servers.kills(database));
    } else {
      for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
        result.fault("proxy " + fault.name().toLowerCase(Locale.ROOT), proxy.hits(fault));
      }
    }
    Fleet fleet = attack.fleet;
    result
        .sideFault("workers that gave up and were started again", fleet.replaced())
        .sideFault("partitions restarted by the engine", fleet.sum(Count.RESTARTS))
        .figure("records", findings.records())
        .figure("records that the producer repeated", Math.max(0, findings.records() - sent))
        .figure("already applied", fleet.sum(Count.ALREADY_APPLIED))
        .figure("refused compare-and-sets", fleet.sum(Count.REJECTED))
        .figure("peak lag in records", peakLag);
    // a producer without transactions may repeat a batch when its broker is killed: one more
    // record, for the log is what counts
    if (findings.records() < sent) {
      result.violation("the log holds " + findings.records() + " of " + sent + " records sent");
    }
    findings.addTo(result);
  }
}
