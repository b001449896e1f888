package dev.rollcall.cli.demo;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserLoad;
import dev.rollcall.cli.profile.PseudonymKey;
import dev.rollcall.cli.profile.SourceCheck;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.Servers;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One demonstration, from starting the servers to comparing what is in the stores with the source.
 * Every run reads the topic from its beginning, so a second run over kept data is a replay: it must
 * change nothing, and the checks say whether it did.
 */
public final class Demo {

  private static final int PARTITIONS = 3;
  private static final String START = "start servers and engine";

  private final DemoOptions options;
  private final Progress progress;
  private final Phases phases = new Phases();

  Demo(DemoOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs it and shows the result as soon as there is one. Servers that were started are stopped
   * before this returns or throws.
   */
  void run(Consumer<DemoResult> show) {
    try (DemoFolder folder = DemoFolder.open(options)) {
      try (Engine engine = options.engine().start(folder.path(), progress)) {
        progress.say(
            "Starting Kafka, Cassandra, the MongoDB stand-in%s …"
                .formatted(options.engine() == Engine.Kind.SPARK ? " and Spark" : ""));
        try (Servers servers =
            phases.time(START, () -> Servers.startAll(folder.path(), progress::say))) {
          phases.time(
              START,
              () -> {
                engine.awaitReady();
                return true;
              });
          show.accept(run(folder, servers, engine));
          progress.say("Stopping the servers …");
          if (!options.keep()) {
            // in good order is for data that somebody will read again
            servers
                .all()
                .forEach(server -> server.process().ifPresent(ProcessHandle::destroyForcibly));
          }
        }
      }
      if (options.keep()) {
        progress.say(
            "Data kept in "
                + folder.path()
                + "; run the same command again, and nothing is applied a second time");
      }
    }
  }

  private DemoResult run(DemoFolder folder, Servers servers, Engine engine) {
    KafkaTopic topic =
        KafkaTopic.named(ProfileAnalytics.TOPIC)
            .bootstrapServers(servers.kafka().bootstrapServers());
    KafkaTopics.create(topic, PARTITIONS);
    Loaded load =
        phases.time("load into Kafka", () -> options.origin().load(new UserLoad(topic, progress)));
    progress.say("%,d users in topic '%s'".formatted(load.records(), topic.name()));

    CassandraTable table =
        ProfileAnalytics.userTable()
            .contactPoint(hostAndPort(servers))
            .localDatacenter(servers.cassandra().localDatacenter());
    MongoAggregates aggregates =
        MongoAggregates.database("users_db").connectionString(servers.mongo().connectionString());
    DeadLetterTopic letters =
        DeadLetterTopic.named("users.dead-letters")
            .bootstrapServers(servers.kafka().bootstrapServers())
            .autoCreate();
    HmacKey key = PseudonymKey.in(folder.path());
    Pipeline pipeline = ProfileAnalytics.pipeline(table, aggregates, letters, key);

    RunReport report =
        phases.time(
            "process " + engine.how(),
            () -> engine.process(pipeline, topic, fromTheBeginning(folder), load.records()));
    SourceCheck check = new SourceCheck(pipeline, topic, key);
    progress.say("Reading everything back and comparing it with the source …");
    SourceCheck.Findings found =
        phases.time(
            "check against the source", () -> check.compare(table, servers, aggregates, letters));
    return new DemoResult(
        engine.name(),
        options.origin().describe(),
        storeName(servers),
        load,
        report,
        found.cassandraRows(),
        found.aggregates(),
        found.letters().stream()
            .map(one -> new DemoResult.Letter(one.id(), one.reasonClass(), one.reason()))
            .toList(),
        found.checks(),
        phases.seconds());
  }

  /** A group and a checkpoint of its own read the topic from its beginning: see ADR 4. */
  private static Engine.Position fromTheBeginning(DemoFolder folder) {
    return new Engine.Position("rollcall-demo-" + UUID.randomUUID(), folder.fresh("checkpoint"));
  }

  private static String storeName(Servers servers) {
    return servers.mongo().external() ? "MongoDB" : "MongoDB-compatible stand-in";
  }

  private static String hostAndPort(Servers servers) {
    return servers.cassandra().contactPoint().getHostString()
        + ":"
        + servers.cassandra().contactPoint().getPort();
  }
}
