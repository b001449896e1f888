package dev.rollcall.spark;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.spark.HaltingDriver.Point;
import dev.rollcall.spark.HaltingDriver.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * A Spark driver is halted at each of three points and started with other settings; what is stored
 * in the end is compared with what the engine in this JVM makes of the log, without halts. As a
 * program it plays rounds and prints what came of each: the long form of the test, for {@code
 * ./rollcall faults --test T9}.
 */
final class HaltRounds {

  static final int USERS = 2_400;
  static final int BAD = 9;
  private static final List<Point> HALTS =
      List.of(Point.ROWS_WRITTEN, Point.AGGREGATES_WRITTEN, Point.BATCH_DONE);

  private final Path folder;
  private final Random random;
  private final List<String> problems = new ArrayList<>();

  private HaltRounds(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
  }

  /**
   * What came of a round.
   *
   * @param halts drivers that halted where they were told to
   * @param replayed elements that a driver read again and found applied
   * @param lost elements that the halted runs have not counted
   * @param doubled elements that they have counted more than once
   * @param problems all that is not as it must be, in one line each
   */
  record Round(int halts, long replayed, long lost, long doubled, List<String> problems) {}

  /** Plays one round in this folder, which must be empty. */
  static Round play(Path folder, Random random) throws IOException, InterruptedException {
    return new HaltRounds(folder, random).play();
  }

  /** Arguments: rounds, seed. Prints {@code round halts replayed lost doubled} and problems. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Random random = new Random(Long.parseLong(args[1]));
    Path folder = Files.createTempDirectory("rollcall-t9");
    for (int number = 0; number < Integer.parseInt(args[0]); number++) {
      Round round = play(Files.createDirectory(folder.resolve("round" + number)), random);
      round.problems().forEach(problem -> System.out.println("problem " + problem));
      System.out.printf(
          "round %d %d %d %d%n", round.halts(), round.replayed(), round.lost(), round.doubled());
    }
    System.exit(0); // the servers' clients have threads of their own
  }

  private Round play() throws IOException, InterruptedException {
    String name = "h" + UUID.randomUUID().toString().replace("-", "");
    Stores halted = StoredResult.stores(name, name + "_halted");
    Stores whole = StoredResult.stores(name, name + "_whole");
    KafkaTopics.create(halted.source(), 3);
    Parity.load(halted.source(), "load", 0, USERS, BAD);
    Path checkpoint = folder.resolve("checkpoint");
    int halts = 0;
    long replayed = 0;
    for (Point point : HALTS) {
      ForkedDriver driver = drive(halted, checkpoint, point);
      if (driver.exitCode() == point.exitCode()) {
        halts++;
      } else {
        problem("the halt %s did not hit: %s", point, driver.output());
      }
      replayed += replayed(driver, point != HALTS.get(0));
      require(
          newest(checkpoint.resolve("offsets")) == newest(checkpoint.resolve("commits")) + 1,
          "at %s no batch was planned and not committed",
          point);
      if (point == Point.ROWS_WRITTEN) {
        require(rowsBeyondAggregates(halted) > 0, "%s: no rows that no document holds", point);
      } else if (point == Point.AGGREGATES_WRITTEN) {
        // as a store of files that lost its last one: the batch is planned anew, with other bounds
        forgetPlan(checkpoint);
      }
    }
    ForkedDriver last = drive(halted, checkpoint, Point.NEVER);
    require(last.exitCode() == 0, "the last run failed: %s", last.output());
    replayed += replayed(last, true);
    return compared(halted, whole, halts, replayed);
  }

  private Round compared(Stores halted, Stores whole, int halts, long replayed) {
    RunReport reference =
        Parity.reference(HaltingDriver.pipeline(whole, step -> {}, 10_000), whole.source());
    require(reference.read() == USERS + BAD, "the reference read %d", reference.read());
    require(reference.deadLettered() == BAD, "its dead letters: %d", reference.deadLettered());
    List<BsonDocument> rows = StoredResult.rows(whole);
    require(rows.size() == reference.written(), "its rows: %d", rows.size());
    same("rows", StoredResult.rows(halted), rows);
    same(
        "documents",
        StoredResult.documents(halted).entrySet(),
        StoredResult.documents(whole).entrySet());
    same("dead letters", StoredResult.letters(halted), StoredResult.letters(whole));
    Map<String, Long> got = StoredResult.counts(halted);
    long lost = 0;
    long doubled = 0;
    for (Map.Entry<String, Long> expected : StoredResult.counts(whole).entrySet()) {
      long more = got.getOrDefault(expected.getKey(), 0L) - expected.getValue();
      lost += Math.max(0, -more);
      doubled += Math.max(0, more);
    }
    return new Round(halts, replayed, lost, doubled, List.copyOf(problems));
  }

  private void same(String what, Collection<?> got, Collection<?> expected) {
    require(!expected.isEmpty(), "%s: there is nothing to compare", what);
    if (!List.copyOf(got).equals(List.copyOf(expected))) {
      List<Object> missing = new ArrayList<>(expected);
      missing.removeAll(got);
      List<Object> extra = new ArrayList<>(got);
      extra.removeAll(expected);
      problem("%s: missing %s, not expected %s", what, missing, extra);
    }
  }

  private void require(boolean condition, String otherwise, Object... values) {
    if (!condition) {
      problem(otherwise, values);
    }
  }

  private void problem(String text, Object... values) {
    problems.add(text.formatted(values));
  }

  private ForkedDriver drive(Stores stores, Path checkpoint, Point point)
      throws IOException, InterruptedException {
    return ForkedDriver.run(
        folder,
        HaltingDriver.class,
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
  private long replayed(ForkedDriver driver, boolean resumed) {
    long replayed = driver.batches().isEmpty() ? -1 : driver.batches().get(0).alreadyApplied();
    require(replayed >= 0, "no batch was done: %s", driver.output());
    require(replayed > 0 == resumed, "elements replayed: %d, resumed: %s", replayed, resumed);
    return Math.max(0, replayed);
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
      return StoredResult.rows(stores).size() - counted;
    }
  }
}
