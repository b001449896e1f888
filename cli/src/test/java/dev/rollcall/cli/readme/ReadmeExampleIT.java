package dev.rollcall.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.randomuser.UserGenerator;
import dev.rollcall.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the Java blocks out of the README, compiles and runs them, one after the other. */
class ReadmeExampleIT {

  private static final int USERS = 200;
  private static final int MOST_LINES = 20;

  @TempDir Path folder;

  @Test
  void theExampleOfTheReadmeCompilesAndRuns() throws Exception {
    TestServers.prepareKafkaAndCassandra();
    String example = example();
    assertThat(example.lines().count()).isLessThanOrEqualTo(MOST_LINES);
    loadUsers();

    Class<?> compiled =
        CompiledExample.of(
            "ReadmeExample",
            "public static void run(org.apache.spark.sql.SparkSession spark) {\n"
                + here(example)
                + "}\n");
    String printed = run(compiled);

    String accounts = USERS + " read = \\d+ written \\+ \\d+ filtered \\+ 0 dead-lettered";
    assertThat(printed.lines().toList())
        .satisfiesExactly(
            jvm -> assertThat(jvm).matches(accounts + ".* 0 already applied"),
            // the second engine reads the same topic into the same stores
            spark -> assertThat(spark).matches(accounts + ".*: 0 applied, \\d+ already applied"));
  }

  private static String example() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    String blocks = block.results().map(found -> found.group(1)).collect(Collectors.joining());
    assertThat(blocks).as("the java blocks of the README").contains("SparkRun", "PipelineRunner");
    return blocks;
  }

  /** The same text with the addresses of the test servers; each must be there to be replaced. */
  private String here(String example) {
    InetSocketAddress cassandra = TestServers.cassandra().contactPoint();
    String text = example;
    for (List<String> change :
        List.of(
            List.of("localhost:9042", cassandra.getHostString() + ":" + cassandra.getPort()),
            List.of("mongodb://localhost:27017", TestServers.mongo().connectionString()),
            List.of("localhost:9092", TestServers.kafka().bootstrapServers()),
            List.of("checkpoints/profiles", folder.resolve("checkpoint").toString()))) {
      assertThat(text).contains(change.get(0));
      text = text.replace(change.get(0), change.get(1));
    }
    return text;
  }

  private static String run(Class<?> example) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      example.getMethod("run", SparkSession.class).invoke(null, spark);
    } finally {
      System.setOut(out);
      spark.stop();
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void loadUsers() {
    KafkaTopic users =
        KafkaTopic.named("users").bootstrapServers(TestServers.kafka().bootstrapServers());
    KafkaTopics.create(users, 2);
    UserGenerator generator =
        new UserGenerator(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    List<LoadRecord> records = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      records.add(new LoadRecord("user-" + i, generator.user("readme", i)));
    }
    try (KafkaLoad load = KafkaLoad.open(users, "readme")) {
      load.page(0, records);
      load.finish();
    }
  }
}
