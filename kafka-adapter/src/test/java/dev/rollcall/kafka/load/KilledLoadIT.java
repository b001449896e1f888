package dev.rollcall.kafka.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class KilledLoadIT {

  /** What the last run adds, which nobody kills. */
  private static final int LAST_PAGES = 10;

  private static final int RECORDS = 200;
  private static final int FEWEST_KILLS = 4;

  /** Within which one kill must hit a transaction; the first few do, as a rule. */
  private static final Duration KILLS = Duration.ofMinutes(4);

  /** For one page, the start of the process before it. */
  private static final Duration PAGE = Duration.ofMinutes(10);

  private final KafkaTopic topic = FreshTopics.create("killed", 3);
  @TempDir Path folder;

  @Test
  void aLoadKilledAtRandomAndRunAgainUntilItIsDoneEqualsThePlainList() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long deadline = System.nanoTime() + KILLS.toNanos();
    int kills = 0;
    // a run counts only if a kill hit a transaction, which left records that nobody may see
    while (kills < FEWEST_KILLS || aborted() == 0) {
      assertThat(System.nanoTime() - deadline)
          .as("%d kills hit no transaction within %s; seed %d", kills, KILLS, seed)
          .isNegative();
      runAndKill(1 + random.nextInt(6), random.nextInt(8_000_000));
      kills++;
    }

    long pages = pagesDone() + LAST_PAGES;
    try (ChildProcess last = start(pages)) {
      assertThat(last.awaitEnd(Duration.ofMinutes(15))).as("exit code; seed %d", seed).isZero();
    }

    assertThat(FreshTopics.committed(topic))
        .as("seed %d", seed)
        .isEqualTo(FreshTopics.values("k", pages, RECORDS));
  }

  /** Ends the transaction of the killed process, for which a reader would have to wait. */
  private long pagesDone() {
    try (KafkaLoad load = KafkaLoad.open(topic, "k")) {
      return load.pagesDone();
    }
  }

  /** Records in the log that a reader of committed records does not see. */
  private long aborted() {
    pagesDone();
    AtomicLong committed = new AtomicLong();
    Map<SourcePartition, Long> ends = KafkaRecords.read(topic, r -> committed.incrementAndGet());
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            topic.bootstrapServers(),
            "isolation.level",
            "read_uncommitted",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    long all = 0;
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      Map<TopicPartition, Long> open = new HashMap<>();
      ends.forEach(
          (part, end) -> open.put(new TopicPartition(topic.name(), part.partition()), end));
      consumer.assign(open.keySet());
      consumer.seekToBeginning(open.keySet());
      while (open.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        all += consumer.poll(Duration.ofMillis(100)).count();
      }
    }
    return all - committed.get();
  }

  /** Kills the load a while after it has written some pages: within the next one, as a rule. */
  private void runAndKill(int pages, int nanos) throws IOException, InterruptedException {
    try (ChildProcess process = start(Long.MAX_VALUE)) {
      for (int page = 0; page < pages; page++) {
        assertThat(process.nextLine(PAGE)).as("a line after each page").isPresent();
      }
      LockSupport.parkNanos(nanos);
      process.kill();
    }
  }

  private ChildProcess start(long pages) throws IOException {
    return ChildProcess.start(
        "load",
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                TestServers.kafka().bootstrapServers(),
                topic.name(),
                "k",
                Long.toString(pages),
                Integer.toString(RECORDS))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors())));
  }

  private File errors() {
    return folder.resolve("errors.txt").toFile();
  }
}
