package dev.rollcall.faults.spark;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.spark.HaltingDriver.Point;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import picocli.CommandLine.Option;

/**
 * T9: a Spark driver is halted at each of three points and started again with other settings and a
 * plan of other batches; what is stored in the end is compared with what the engine in this JVM
 * makes of the log, without halts.
 */
public final class HaltedDrivers extends FaultTest {

  private static final int USERS = 2_400;
  private static final int BAD = 9;
  private static final List<Point> HALTS =
      List.of(Point.ROWS_WRITTEN, Point.AGGREGATES_WRITTEN, Point.BATCH_DONE);

  @Option(names = "--rounds", description = "Rounds of three halts each.")
  private int rounds = 10;

  public HaltedDrivers() {
    super(
        "T9",
        "a Spark driver halted at three points, restarted with other batches and shuffle counts",
        "--rounds=1");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("rollcall-t9");
    int halts = 0;
    for (int number = 1; number <= rounds; number++) {
      Path own = Files.createDirectory(folder.resolve("round" + number));
      halts += new Round(own, random, result, number).play();
      progress.accept("T9: %d of %d rounds, %d halts".formatted(number, rounds, halts));
    }
    result.figure("rounds", rounds).figure("halts missed", HALTS.size() * rounds - halts);
  }

  /** One topic, read by drivers that are halted and once more without halts. */
  private record Round(Path folder, Random random, FaultResult result, int number) {

    /** How many halts hit. */
    int play() throws IOException, InterruptedException {
      String name = "h" + UUID.randomUUID().toString().replace("-", "");
      UserStores halted = UserStores.shared(name, name + "_halted");
      UserStores whole = UserStores.shared(name, name + "_whole");
      KafkaTopics.create(halted.source(), 3);
      UserPipeline.load(halted.source(), USERS, BAD);
      Path checkpoint = folder.resolve("checkpoint");
      int halts = 0;
      for (Point point : HALTS) {
        halts += halt(halted, checkpoint, point);
      }
      DriverRun last = drive(halted, checkpoint, Point.NEVER);
      require(last.exitCode() == 0, "the last run failed: %s", last.output());
      countReplayed(last, true);
      compare(halted, whole);
      return halts;
    }

    /** 1 if the halt hit, else 0. */
    private int halt(UserStores stores, Path checkpoint, Point point)
        throws IOException, InterruptedException {
      DriverRun driver = drive(stores, checkpoint, point);
      int hit = driver.exitCode() == point.exitCode() ? 1 : 0;
      require(hit == 1, "the halt %s did not hit: %s", point, driver.output());
      result.fault("drivers halted", hit);
      // documents are written once all ranges of the batch are
      countReplayed(driver, point == Point.BATCH_DONE);
      require(
          newest(checkpoint.resolve("offsets")) == newest(checkpoint.resolve("commits")) + 1,
          "at %s no batch was planned and not committed",
          point);
      if (point == Point.ROWS_WRITTEN) {
        long counted = stores.storedCounts().values().stream().mapToLong(Long::longValue).sum();
        require(stores.storedRows().size() > counted, "%s: no rows that no document holds", point);
      } else if (point == Point.AGGREGATES_WRITTEN) {
        // as a store of files that lost its last one: the batch is planned anew, with other bounds
        forgetPlan(checkpoint);
      }
      return hit;
    }

    private DriverRun drive(UserStores stores, Path checkpoint, Point point)
        throws IOException, InterruptedException {
      return DriverRun.of(
          folder,
          HaltingDriver.class,
          stores.arguments(
              checkpoint,
              point.name(),
              // the batch has at least 9 flushes, and two tasks write its documents
              point == Point.ROWS_WRITTEN ? 5 + random.nextInt(4) : 1,
              1 + random.nextInt(8),
              360 + 30 * random.nextInt(6)));
    }

    /** A run that goes on after documents were written finds part of its first batch applied. */
    private void countReplayed(DriverRun driver, boolean isReplay) {
      long again = driver.batches().isEmpty() ? -1 : driver.batches().get(0).alreadyApplied();
      require(again >= 0, "no batch was done: %s", driver.output());
      require(again > 0 == isReplay, "elements replayed: %d, is a replay: %s", again, isReplay);
      result.fault("elements replayed (already applied)", Math.max(0, again));
    }

    private void compare(UserStores halted, UserStores whole) {
      RunReport reference = UserPipeline.runHere(whole);
      require(reference.read() == USERS + BAD, "the reference read %d", reference.read());
      require(reference.deadLettered() == BAD, "its dead letters: %d", reference.deadLettered());
      List<BsonDocument> rows = whole.storedRows();
      require(rows.size() == reference.written(), "its rows: %d", rows.size());
      requireSame("rows", halted.storedRows(), rows);
      requireSame(
          "documents", halted.storedDocuments().entrySet(), whole.storedDocuments().entrySet());
      requireSame("dead letters", halted.storedLetters(), whole.storedLetters());
      Map<String, Long> got = halted.storedCounts();
      whole
          .storedCounts()
          .forEach(
              (document, expected) -> {
                long more = got.getOrDefault(document, 0L) - expected;
                result.lost(Math.max(0, -more)).doubled(Math.max(0, more));
              });
    }

    private void requireSame(String what, Collection<?> got, Collection<?> expected) {
      require(!expected.isEmpty(), "%s: there is nothing to compare", what);
      if (!List.copyOf(got).equals(List.copyOf(expected))) {
        List<Object> missing = new ArrayList<>(expected);
        missing.removeAll(got);
        List<Object> extra = new ArrayList<>(got);
        extra.removeAll(expected);
        require(false, "%s: missing %s, not expected %s", what, missing, extra);
      }
    }

    private void require(boolean condition, String otherwise, Object... values) {
      if (!condition) {
        result.violation("round " + number + ": " + otherwise.formatted(values));
      }
    }
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
}
