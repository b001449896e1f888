package dev.rollcall.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.CommandRun;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.ObjIntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Runs a page of the documentation: its Java as one program, its records, statements and commands
 * where they stand; each text block is what the blocks since the last one have printed. A key block
 * is the content of key.txt. The page's topic, its dead letters and the database are its own.
 */
final class DocumentedPage implements ObjIntConsumer<String> {

  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** The topic as the page names it. */
  private final String topic;

  /** Of this run, on servers that may be kept. */
  private final String own;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final List<MatchResult> found;
  private final List<String> blocks;
  private String key = "";

  private DocumentedPage(String page, String topic) throws IOException {
    this.topic = topic;
    own = topic + "_" + UUID.randomUUID().toString().replace('-', '_');
    found = BLOCK.matcher(Files.readString(Path.of("..", "docs", page))).results().toList();
    blocks = found.stream().map(block -> block.group(2)).toList();
  }

  /** Runs a page about the topic {@code people}, as a class of this name. */
  static void run(String file, String className) throws Exception {
    run(file, className, "people");
  }

  /** Runs a page about this topic, as a class of this name. */
  static void run(String file, String className, String topic) throws Exception {
    DocumentedPage page = new DocumentedPage(file, topic);
    KafkaTopics.create(
        KafkaTopic.named(page.own).bootstrapServers(TestServers.kafka().bootstrapServers()), 1);
    try (Connection connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + page.own);
    }
    Class<?> program = CompiledExample.of(className, page.program());

    PrintStream out = System.out;
    try {
      System.setOut(page.out);
      program.getMethod("run", ObjIntConsumer.class).invoke(null, page);
    } finally {
      System.setOut(out);
    }
    assertThat(page.printed.size()).as("printed after the last text block").isZero();
  }

  @Override
  public void accept(String language, int block) {
    try {
      switch (language) {
        case "records" -> records(block);
        case "messages" -> messages(block);
        case "sql" -> sql(block);
        case "sh" -> sh(block);
        case "text" -> text(block);
        case "key" -> key = blocks.get(block);
        default -> throw new AssertionError("no way to run " + language);
      }
    } catch (SQLException | InterruptedException | ExecutionException e) {
      throw new AssertionError("block " + block, e);
    }
  }

  /** Sends each line's record: key, space, value; the value null is a tombstone. */
  private void records(int number) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer = producer()) {
      for (String line : blocks.get(number).lines().toList()) {
        String[] record = line.split(" ", 2);
        String value = record[1].equals("null") ? null : record[1];
        producer.send(new ProducerRecord<>(own, 0, record[0], value)).get();
      }
    }
  }

  /**
   * Sends each line's message: topic, which is made if there is none, key, headers ({@code -} for
   * none), value; the value null is a tombstone.
   */
  private void messages(int number) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer = producer()) {
      for (String line : blocks.get(number).lines().toList()) {
        String[] words = line.split(" ", 4);
        String topic = words[0].replaceFirst("^people", own);
        KafkaTopics.create(
            KafkaTopic.named(topic).bootstrapServers(TestServers.kafka().bootstrapServers()), 1);
        ProducerRecord<String, String> message =
            new ProducerRecord<>(topic, 0, words[1], words[3].equals("null") ? null : words[3]);
        for (String header : words[2].equals("-") ? new String[0] : words[2].split(",")) {
          String[] pair = header.split("=", 2);
          message.headers().add(pair[0], pair[1].getBytes(StandardCharsets.UTF_8));
        }
        producer.send(message).get();
      }
    }
  }

  private static KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
        new StringSerializer(),
        new StringSerializer());
  }

  /** Runs the statements and prints the rows of those that have some. */
  private void sql(int number) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database());
        Statement statement = connection.createStatement()) {
      for (String sql : blocks.get(number).split(";\n")) {
        if (statement.execute(sql)) {
          print(statement.getResultSet());
        }
      }
    }
  }

  private void print(ResultSet rows) throws SQLException {
    while (rows.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(String.valueOf(rows.getString(i)));
      }
      out.println(String.join(" | ", values));
    }
  }

  private void sh(int number) {
    for (String line : blocks.get(number).lines().toList()) {
      List<String> words = new ArrayList<>(List.of(line.split(" ")));
      assertThat(words.remove(0)).isEqualTo("./rollcall");
      words.addAll(List.of("--bootstrap-servers", TestServers.kafka().bootstrapServers()));
      words.replaceAll(word -> word.replaceFirst("^" + topic + "\\b", own));
      boolean piped = words.removeAll(List.of("<", "key.txt"));
      CommandRun run = CommandRun.with(piped ? key : "", Map.of(), words.toArray(String[]::new));
      assertThat(run.code()).as(run.out() + run.err()).isZero();
    }
  }

  private void text(int number) {
    assertThat(printed.toString(StandardCharsets.UTF_8).replace(own, "people"))
        .isEqualTo(blocks.get(number));
    printed.reset();
  }

  private String program() {
    StringBuilder program =
        new StringBuilder(
            "public static void run(java.util.function.ObjIntConsumer<String> page) throws Exception {\n");
    for (int i = 0; i < found.size(); i++) {
      String language = found.get(i).group(1);
      program.append(
          language.equals("java")
              ? here(found.get(i).group(2))
              : "page.accept(\"%s\", %d);\n".formatted(language, i));
    }
    return program.append("}\n").toString();
  }

  private String here(String java) {
    return java.replace("localhost:9092", TestServers.kafka().bootstrapServers())
        .replace("topic(\"" + topic, "topic(\"" + own)
        .replace("group(\"" + topic, "group(\"" + own)
        .replace(
            "named(\"" + topic + "\").bootstrapServers", "named(\"" + own + "\").bootstrapServers")
        .replace("named(\"" + topic + ".dead-letters\")", "named(\"" + own + ".dead-letters\")")
        .replace("\"" + topic + "-", "\"" + own + "-")
        .replace("jdbc:postgresql://localhost:5432/app", database());
  }

  private String database() {
    String url = TestServers.postgres().jdbcUrl();
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + own;
  }
}
