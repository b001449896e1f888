package dev.rollcall.faults.kill;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import dev.rollcall.testkit.server.TestServers;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * T4: servers are killed ({@code kill -9}) and started again on their data while workers run and
 * records keep coming. The stand-in for MongoDB is not durable and so not killed: answers to its
 * writes get lost, never come, or come late. A database that holds the aggregates is killed.
 */
public abstract class BrokenServers extends FaultTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double RECORDS_PER_SECOND = 400;
  private static final int WORKERS = 2;

  @Option(names = "--kafka-kills", description = "Kills of Kafka.")
  private int kafkaKills;

  @Option(names = "--cassandra-kills", description = "Kills of Cassandra.")
  private int cassandraKills;

  private BrokenServers(String id, String title, int killsOfOthers, String... shortForm) {
    super(id, title, shortForm);
    this.kafkaKills = killsOfOthers;
    this.cassandraKills = killsOfOthers;
  }

  /** T4, the aggregates in the stand-in for MongoDB. */
  public static FaultTest spoilingAnswers() {
    return new WithStandIn();
  }

  /** T4-postgresql. */
  public static FaultTest killingPostgres() {
    return new WithDatabase<>("PostgreSQL", PostgresServer::start, PostgresServer::jdbcUrl);
  }

  /** T4-mariadb. */
  public static FaultTest killingMariaDb() {
    return new WithDatabase<>("MariaDB", MariaDbServer::start, MariaDbServer::jdbcUrl);
  }

  private static final class WithStandIn extends BrokenServers {
    @Option(names = "--proxy-faults", description = "Answers to spoil.")
    private int proxyFaults = 200;

    WithStandIn() {
      super(
          "T4",
          "Kafka and Cassandra killed and restarted, answers of the aggregate store spoiled",
          10,
          "--kafka-kills=1",
          "--cassandra-kills=1",
          "--proxy-faults=12");
    }

    @Override
    public void run(FaultResult result, Consumer<String> progress) throws Exception {
      String standIn = TestServers.mongo().connectionString();
      List<String> hosts = Objects.requireNonNull(new ConnectionString(standIn).getHosts());
      ServerAddress server = new ServerAddress(hosts.get(0));
      try (FaultyProxy proxy =
          new FaultyProxy(new InetSocketAddress(server.getHost(), server.getPort()))) {
        String url = "mongodb://127.0.0.1:" + proxy.port() + "/?socketTimeoutMS=3000";
        attack(new Store(url, standIn, List.of(), proxy, proxyFaults), result, progress);
      }
    }
  }

  /** Without a short form: the attack is the same, and a database's kill takes its time. */
  private static final class WithDatabase<S extends EmbeddedServer> extends BrokenServers {
    private final BiFunction<Path, Consumer<String>, S> start;
    private final Function<S, String> url;

    @Option(names = "--store-kills", description = "Kills of the database.")
    private int storeKills = 10;

    WithDatabase(
        String name, BiFunction<Path, Consumer<String>, S> start, Function<S, String> url) {
      super(
          "T4-" + name.toLowerCase(Locale.ROOT),
          "Kafka, Cassandra and " + name + ", the aggregate store, killed and restarted",
          1);
      this.start = start;
      this.url = url;
    }

    @Override
    public void run(FaultResult result, Consumer<String> progress) throws Exception {
      Path folder = Files.createTempDirectory("rollcall-killable-database");
      try (KillableServer<S> database = new KillableServer<>(folder, start, progress)) {
        String direct = url.apply(database.server());
        List<Runnable> kills = Collections.nCopies(storeKills, database::kill);
        attack(new Store(direct, direct, kills, null, 0), result, progress);
      }
    }
  }

  /**
   * The store of the aggregates, and what is done to it.
   *
   * @param url where workers find it
   * @param directUrl where it is without a proxy
   * @param kills of the store, in turn with those of the other servers
   * @param proxy in front of it, if its answers are spoiled
   * @param proxyFaults answers to spoil
   */
  private record Store(
      String url,
      String directUrl,
      List<Runnable> kills,
      @Nullable FaultyProxy proxy,
      int proxyFaults) {}

  final void attack(Store store, FaultResult result, Consumer<String> progress) throws Exception {
    Path folder = Files.createTempDirectory("rollcall-killable-servers");
    try (KillableServer<KafkaServer> kafka =
            new KillableServer<>(folder.resolve("kafka"), KafkaServer::start, progress);
        KillableServer<CassandraServer> cassandra =
            new KillableServer<>(folder.resolve("cassandra"), CassandraServer::start, progress);
        Fleet fleet =
            new Fleet(
                "t4",
                kafka.server(),
                cassandra.server(),
                store.url,
                Fleet.PARTITIONS,
                Behaviour.SOUND)) {
      List<Runnable> kills = new ArrayList<>(Collections.nCopies(kafkaKills, kafka::kill));
      kills.addAll(Collections.nCopies(cassandraKills, cassandra::kill));
      kills.addAll(store.kills);
      Collections.shuffle(kills, new Random(seed));
      VisitProducer producer = fleet.produce(seed, Long.MAX_VALUE, RECORDS_PER_SECOND);
      AtomicInteger killed = new AtomicInteger();
      fleet.report(
          () -> "%s: %d of %d kills".formatted(id(), killed.get(), kills.size()), progress);
      // workers that give up are replaced
      fleet.start(WORKERS);
      fleet.replaceEnded();
      awaitFlushes(fleet, WORKERS);
      Random random = new Random(seed);
      int spoiled = 0;
      for (int kill = 0; kill <= kills.size(); kill++) {
        for (; spoiled < (long) store.proxyFaults * (kill + 1) / (kills.size() + 1); spoiled++) {
          spoil(Objects.requireNonNull(store.proxy), spoiled, fleet);
          TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
        }
        if (kill < kills.size()) {
          kills.get(kill).run();
          killed.incrementAndGet();
        }
        awaitFlushes(fleet, Fleet.PARTITIONS);
      }
      producer.end();
      fleet.finish(PATIENCE);
      Findings findings = fleet.compare(store.directUrl);
      result.fault("Kafka kills", kafka.kills()).fault("Cassandra kills", cassandra.kills());
      if (store.proxy == null) {
        int others = kafka.kills() + cassandra.kills();
        result.fault("kills of the aggregate store", killed.get() - others);
      } else {
        for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
          String name = "proxy " + fault.name().toLowerCase(Locale.ROOT);
          result.fault(name, store.proxy.hits().getOrDefault(fault, 0L));
        }
      }
      result
          .sideFault("workers that gave up and were started again", fleet.replaced())
          .sideFault("partitions restarted by the engine", fleet.sum(Count.RESTARTS))
          .figure("records", findings.records())
          .figure(
              "records that the producer repeated",
              Math.max(0, findings.records() - producer.sent()))
          .figure("already applied", fleet.sum(Count.ALREADY_APPLIED))
          .figure("refused compare-and-sets", fleet.sum(Count.REJECTED))
          .figure("peak lag in records", fleet.lag().peak());
      // a producer without transactions may repeat a batch when its broker is killed: one more
      // record, for the log is what counts
      if (findings.records() < producer.sent()) {
        result.violation(
            "the log holds " + findings.records() + " of " + producer.sent() + " records sent");
      }
      findings.addTo(result);
    }
  }

  /** The kinds come round in turn. */
  private static void spoil(FaultyProxy proxy, int number, Fleet fleet)
      throws InterruptedException {
    FaultyProxy.Fault[] kinds = FaultyProxy.Fault.values();
    proxy.spoilNext(kinds[number % kinds.length]);
    fleet.require(PATIENCE, "an answer to spoil", () -> !proxy.waits());
  }

  /** So many more flushes: the workers have recovered. */
  private static void awaitFlushes(Fleet fleet, int more) throws InterruptedException {
    long wanted = fleet.sum(Count.FLUSHES) + more;
    fleet.require(PATIENCE, more + " more flushes", () -> fleet.sum(Count.FLUSHES) >= wanted);
  }
}
