package dev.rollcall.examples.demo;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.profile.ProfileAnalytics;
import dev.rollcall.kafka.DeadLetterTopic;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopics;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.randomuser.RandomUserClient;
import dev.rollcall.randomuser.RandomUserClientBuilder;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import dev.rollcall.testkit.randomuser.OfflineApi;
import dev.rollcall.testkit.server.Servers;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;

/**
 * One demonstration, from starting the servers to comparing what is in the stores with the source.
 * Every run reads the topic from its beginning, so a second run over kept data is a replay: it must
 * change nothing, and the checks say whether it did.
 */
public final class Demo {

  private static final int PARTITIONS = 3;
  private static final int PAGE_SIZE = 500;

  private final DemoOptions options;
  private final Progress progress;
  private final Phases phases = new Phases();

  Demo(DemoOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Runs it. Servers that were started are stopped before this returns or throws. */
  DemoResult run() {
    try (DemoFolder folder = DemoFolder.open(options)) {
      CompletableFuture<SparkSession> spark =
          CompletableFuture.supplyAsync(() -> LocalSpark.start(folder.path()));
      progress.say("Starting Kafka, Cassandra, the MongoDB stand-in and Spark …");
      try (Servers servers =
          phases.time(
              "start servers and Spark", () -> Servers.startAll(folder.path(), progress::say))) {
        return run(folder, servers, phases.time("start servers and Spark", spark::join));
      } finally {
        spark.thenAccept(SparkSession::stop).join();
      }
    }
  }

  private DemoResult run(DemoFolder folder, Servers servers, SparkSession spark) {
    KafkaTopic topic =
        KafkaTopic.named(ProfileAnalytics.TOPIC)
            .bootstrapServers(servers.kafka().bootstrapServers());
    KafkaTopics.create(topic, PARTITIONS);
    DemoResult.Load load = phases.time("load into Kafka", () -> load(topic));
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
    Pipeline pipeline = ProfileAnalytics.pipeline(table, aggregates, letters, folder.key());

    RunReport report =
        phases.time("process with Spark", () -> process(spark, folder, pipeline, topic, load));
    SourceCheck check = new SourceCheck(pipeline, topic, folder.key(), progress);
    return phases
        .time("check against the source", () -> check.compare(table, servers, aggregates, letters))
        .result("spark", source(), storeName(servers), load, report, phases.seconds());
  }

  private RunReport process(
      SparkSession spark,
      DemoFolder folder,
      Pipeline pipeline,
      KafkaTopic topic,
      DemoResult.Load load) {
    try (SparkRun run =
        SparkPipelines.on(spark)
            .checkpoint(folder.fresh("checkpoint").toString())
            .option("maxOffsetsPerTrigger", "100000")
            .startAvailableNow(pipeline, topic)) {
      run.onProgress(read -> progress.step("Processing with Spark", read, load.records()));
      return run.awaitEnd();
    }
  }

  private DemoResult.Load load(KafkaTopic topic) {
    UserLoad load = new UserLoad(topic, progress);
    if (options.from() != null) {
      return load.fromFiles(options.from());
    }
    RandomUserClientBuilder client = RandomUserClient.builder().pageSize(PAGE_SIZE);
    if (options.live()) {
      return load.fromApi(client.build(), options.users());
    }
    try (OfflineApi api = OfflineApi.start()) {
      // the limit is there for a service that others use too
      RandomUserClientBuilder local = client.baseUri(api.uri()).rateLimit(Integer.MAX_VALUE);
      return load.fromApi(local.build(), options.users());
    }
  }

  private String source() {
    if (options.from() != null) {
      return "captured replies in " + options.from();
    }
    return options.live() ? "the randomuser.me API" : "the offline API server";
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
