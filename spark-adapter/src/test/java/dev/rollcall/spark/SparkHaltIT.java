package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.DeadLetterReader;
import dev.rollcall.kafka.KafkaTopics;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.spark.HaltingDriver.Point;
import dev.rollcall.spark.HaltingDriver.Stores;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spark driver is halted again and again and started with other settings; what is stored in the
 * end is what the engine in this JVM makes of the log, without halts. {@code
 * -Drollcall.spark.halt.rounds=20} plays twenty rounds, {@code -Drollcall.spark.halt.seed} the same
 * again.
 */
class SparkHaltIT {

  private static final int ROUNDS = Integer.getInteger("rollcall.spark.halt.rounds", 1);
  private static final long SEED =
      Long.getLong("rollcall.spark.halt.seed", System.nanoTime() & 0xFFFFFF);
  private static final int USERS = 2_400;
  private static final int BAD = 9;

  private final Random random = new Random(SEED);
  @TempDir Path folder;

  @Test
  void aDriverThatIsHaltedAtEachPointLeavesWhatTheEngineInThisJvmMakesOfTheLog() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      play(round);
    }
  }

  private void play(int round) throws Exception {
    String name = "h" + UUID.randomUUID().toString().replace("-", "");
    Stores halted = stores(name, name + "_halted");
    Stores whole = stores(name, name + "_whole");
    KafkaTopics.create(halted.source(), 3);
    Parity.load(halted.source(), "load", 0, USERS, BAD);
    Path checkpoint = folder.resolve("checkpoint" + round);
    String run = "seed " + SEED + ", round " + round;

    long replayed = 0;
    boolean resumed = false;
    for (Point point : List.of(Point.ROWS_WRITTEN, Point.AGGREGATES_WRITTEN, Point.BATCH_DONE)) {
      ForkedDriver driver = drive(halted, checkpoint, point);
      assertThat(driver.exitCode())
          .as("%s: the halt %s hit in\n%s", run, point, driver.output())
          .isEqualTo(point.exitCode());
      replayed += requireReplay(run, resumed, driver);
      resumed = true;
      assertThat(newest(checkpoint.resolve("offsets")))
          .as("%s: at %s a batch was planned and not committed", run, point)
          .isEqualTo(newest(checkpoint.resolve("commits")) + 1);
      if (point == Point.ROWS_WRITTEN) {
        assertThat(rowsBeyondAggregates(halted)).as("%s: rows no document holds", run).isPositive();
      } else if (point == Point.AGGREGATES_WRITTEN) {
        // as a store of files that lost its last one: the batch is planned anew, with other bounds
        forgetPlan(checkpoint);
      }
    }
    ForkedDriver last = drive(halted, checkpoint, Point.NEVER);
    assertThat(last.exitCode()).as("%s: %s", run, last.output()).isZero();
    replayed += requireReplay(run, true, last);

    RunReport reference =
        Parity.reference(HaltingDriver.pipeline(whole, step -> {}, 10_000), whole.source());
    assertThat(reference.read()).isEqualTo(USERS + BAD);
    assertThat(reference.deadLettered()).isEqualTo(BAD);
    assertThat(rows(halted)).as(run).isEqualTo(rows(whole)).hasSize((int) reference.written());
    assertThat(documents(halted)).as(run).isEqualTo(documents(whole)).isNotEmpty();
    assertThat(letters(halted)).as(run).isEqualTo(letters(whole)).hasSize(BAD);
    System.out.printf("%s: 3 halts hit, %d elements replayed, 0 lost, 0 doubled%n", run, replayed);
  }

  private ForkedDriver drive(Stores stores, Path checkpoint, Point point)
      throws IOException, InterruptedException {
    return ForkedDriver.run(
        folder,
        List.of(
            stores.topic(),
            stores.kafka(),
            stores.mongo(),
            stores.database(),
            checkpoint.toString(),
            point.name(),
            // the batch has at least 9 flushes; from the fifth on one task has done two of them
            Integer.toString(5 + random.nextInt(4)),
            Integer.toString(1 + random.nextInt(8)),
            Integer.toString(360 + 30 * random.nextInt(6))));
  }

  /** A run that goes on after a halt finds part of its first batch applied. */
  private static long requireReplay(String run, boolean resumed, ForkedDriver driver) {
    assertThat(driver.batches()).as("%s: %s", run, driver.output()).isNotEmpty();
    long replayed = driver.batches().get(0).alreadyApplied();
    assertThat(replayed > 0).as("%s: elements replayed: %d", run, replayed).isEqualTo(resumed);
    return replayed;
  }

  private static Stores stores(String topic, String database) {
    return new Stores(
        topic,
        TestServers.kafka().bootstrapServers(),
        TestServers.mongo().connectionString(),
        database);
  }

  private static long newest(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(-1);
    }
  }

  private static void forgetPlan(Path checkpoint) throws IOException {
    Path offsets = checkpoint.resolve("offsets");
    long newest = newest(offsets);
    Files.delete(offsets.resolve(Long.toString(newest)));
    Files.deleteIfExists(offsets.resolve("." + newest + ".crc"));
  }

  private static long rowsBeyondAggregates(Stores stores) {
    try (MongoAggregateReader reader = stores.aggregates().read()) {
      long counted =
          reader.results("by_nationality").stream()
              .mapToLong(result -> ((Number) result.get("count")).longValue())
              .sum();
      return rows(stores).size() - counted;
    }
  }

  private static List<BsonDocument> rows(Stores stores) {
    try (MongoClient client = MongoClients.create(stores.mongo())) {
      return client
          .getDatabase(stores.database())
          .getCollection("rows", BsonDocument.class)
          .find()
          .sort(new BsonDocument("_id", new org.bson.BsonInt32(1)))
          .into(new ArrayList<>());
    }
  }

  /** State bytes and readable result of every document, by its id; revisions are random. */
  private static Map<String, String> documents(Stores stores) {
    Map<String, String> documents = new TreeMap<>();
    try (MongoAggregateReader reader = stores.aggregates().read()) {
      for (String aggregation : List.of("by_nationality", "per_hour", "registered")) {
        reader
            .documents(aggregation)
            .forEach(
                document ->
                    documents.put(
                        aggregation + " " + document.id(),
                        document.result() + " " + HexFormat.of().formatHex(document.state())));
      }
    }
    return documents;
  }

  private static List<String> letters(Stores stores) {
    return DeadLetterReader.of(stores.letters()).read().stream()
        .map(letter -> letter.id() + " " + letter.letter().reason() + " " + letter.sha256())
        .sorted()
        .toList();
  }
}
